// One call at a time through each side, the network answering at once.
import { answering, CASES, CREDENTIALS } from "./cases.js";
import { callByHand, subtleSigner } from "./sides/by-hand.js";
import { peerCall } from "./sides/peer.js";
import { inTurns, ratio, spread } from "./timing.js";

/**
 * @param {{
 *   rounds: number, calls: number, builds: Record<string, any>,
 *   nodeSigner: (text: string) => string, tell: (line: string) => void
 * }} settings `builds` are our package and, where they are compared, other builds of it.
 */
export async function measureCalls({ rounds, calls, builds, nodeSigner, tell }) {
  const sign = await subtleSigner(CREDENTIALS.channelSecret);
  const rows = [];
  for (const example of CASES) {
    const { operation, version, method, path, query, body, given, reply } = example;
    const fetch = answering(reply);
    const hand = { ...CREDENTIALS, version, fetch };
    const sides = { byHand: () => callByHand({ ...hand, sign }, method, path, query, body) };
    if (version !== "v2") sides.byHandNode = () => callByHand({ ...hand, sign: nodeSigner }, method, path, query, body);
    for (const [name, { LinePay }] of Object.entries(builds)) {
      const client = new LinePay({ ...CREDENTIALS, version, fetch });
      sides[name] = () => client[operation](given);
    }
    const peer = peerCall(example, CREDENTIALS);
    if (peer !== undefined) sides.peer = peer;
    const times = await inTurns(sides, { rounds, calls });
    const row = { operation, version, microseconds: {}, ratio: {} };
    for (const [name, list] of Object.entries(times)) {
      row.microseconds[name] = spread(list);
      if (name !== "ours") row.ratio[name] = ratio(times.ours, list);
    }
    rows.push(row);
    const shown = Object.entries(row.microseconds).map(([name, { median }]) => `${name} ${median.toFixed(1)} µs`);
    tell(`${version} ${operation}: ${shown.join(", ")}; ${row.ratio.byHand.median.toFixed(2)} × by hand`);
  }
  const turn = await inTurns({ turn: () => new Promise(setImmediate) }, { rounds, calls });
  return { rows, turn: spread(turn.turn) };
}
