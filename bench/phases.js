// Where the time of one call goes: the steps that the package takes, one by one.
import { answering, caseOf, CREDENTIALS } from "./cases.js";
import { subtleSigner } from "./sides/by-hand.js";
import { inTurns, spread } from "./timing.js";

/** The phases, each from the end of the one before it. */
export const PHASES = {
  read: "request and options made one text each (the run that is shown counts here what the module then read and checked)",
  prepare: "into the module, read, shape and rules checked, path and body written, signed, handed to JavaScript",
  network: "the shim's fetch: timer, AbortController, the stub's Response, its body as text",
  reply: "text into the module, read, compared with the request; result into JavaScript, promise settled",
};

/** Numbers that the package does not reach in a run. */
let task = 2 ** 40;

/** Calls that are profiled. */
const PROFILED = [
  ["confirm", "v2"],
  ["confirm", "v3"],
  ["reserve", "v3"],
  ["paymentCheck", "v3"],
  ["void", "v3"],
];

/**
 * @param {{ core: object, send: Function, encode: Function }} build The module's exports, the shim's exchange and encoder.
 * @returns Median microseconds of each phase.
 */
async function profile({ core, send, encode }, operation, version, calls) {
  const { given, reply } = caseOf(operation, version);
  const config = encode({ ...CREDENTIALS, version });
  const host = { fetch: answering(reply) };
  const names = Object.keys(PHASES);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let index = 0; index < calls; index += 1) {
    const marks = [performance.now()];
    const mark = () => marks.push(performance.now());
    const [request, options] = [encode(given), encode(undefined)];
    mark();
    task += 1;
    const begin = [task, crypto.randomUUID(), 0, operation, config, options, request].join("\n");
    const effect = core.ask(`start\n${begin}`, Date.now());
    const end = effect.indexOf("\n\n");
    const [timeout, method, url, ...pairs] = effect.slice(1, end).split("\n");
    const headers = {};
    for (let at = 1; at < pairs.length; at += 2) headers[pairs[at - 1]] = pairs[at];
    const init = { method, headers, redirect: "manual", ...(method === "GET" ? {} : { body: effect.slice(end + 2) }) };
    mark();
    const { status, text } = await send(host, url, init, Number(timeout));
    mark();
    const out = core.ask(`resume\n${task}\n${crypto.randomUUID()}\n${status}\n${text}`, Date.now());
    const value = JSON.parse(out.slice(1, out.indexOf("\n")));
    value.raw = text;
    await Promise.resolve(value);
    mark();
    if (index < calls / 4) continue; // the engine is still warming up
    for (const [phase, name] of names.entries()) times[name].push((marks[phase + 1] - marks[phase]) * 1000);
  }
  return Object.fromEntries(names.map((name) => [name, spread(times[name]).median]));
}

/** The profile of some calls, and what a signature costs: the module's own is what v3 prepares longer than v2. */
export async function measurePhases({ rounds, calls, build, nodeSigner, tell }) {
  const rows = [];
  for (const [operation, version] of PROFILED) {
    const phases = await profile(build, operation, version, calls * 40);
    rows.push({ operation, version, phases });
    tell(
      `${version} ${operation}: ${Object.entries(phases)
        .map(([name, time]) => `${name} ${time.toFixed(1)} µs`)
        .join(", ")}`,
    );
  }
  const differences = [];
  for (let round = 0; round < rounds; round += 1) {
    const [signed, plain] = [await profile(build, "confirm", "v3", calls * 4), await profile(build, "confirm", "v2", calls * 4)];
    differences.push(signed.prepare - plain.prepare);
  }
  const subtle = await subtleSigner(CREDENTIALS.channelSecret);
  const { path, body } = caseOf("confirm", "v3");
  const text = CREDENTIALS.channelSecret + path + JSON.stringify(body) + crypto.randomUUID();
  const others = await inTurns({ subtle: () => subtle(text), node: () => nodeSigner(text) }, { rounds, calls });
  const signature = { module: spread(differences), subtle: spread(others.subtle), node: spread(others.node) };
  tell(
    `a signature: ${Object.entries(signature)
      .map(([name, { median }]) => `${name} ${median.toFixed(1)} µs`)
      .join(", ")}`,
  );
  return { rows, signature };
}
