// The module's memory only ever grows, so a leak shows as growth after the warm-up.
import { answering, caseOf, CREDENTIALS } from "./cases.js";

/**
 * @param {{ calls: number, LinePay: any, memory: WebAssembly.Memory, tell: (line: string) => void }} settings
 */
export async function measureMemory({ calls, LinePay, memory, tell }) {
  const cases = [caseOf("reserve", "v3"), caseOf("confirm", "v3"), caseOf("paymentCheck", "v3"), caseOf("confirm", "v2")];
  const clients = cases.map((example) => {
    const client = new LinePay({ ...CREDENTIALS, version: example.version, fetch: answering(example.reply) });
    return () => client[example.operation](example.given);
  });
  // Errors take ways of their own.
  const refusing = new LinePay({ ...CREDENTIALS, version: "v3", fetch: answering('{"returnCode":"1104","returnMessage":"x"}') });
  clients.push(() => refusing.reserve(cases[0].given).catch(() => undefined));
  clients.push(() => refusing.reserve({ amount: -1, orderld: "x" }).catch(() => undefined));
  // And so does a worker that makes a client for each request.
  clients.push(() => new LinePay({ ...CREDENTIALS, version: "v3", fetch: answering(cases[1].reply) }).confirm(cases[1].given));
  const warmUp = Math.floor(calls / 20);
  let warm = 0;
  for (let index = 0; index < calls; index += 1) {
    await clients[index % clients.length]();
    if (index === warmUp) warm = memory.buffer.byteLength;
    if (index > 0 && index % Math.ceil(calls / 5) === 0) tell(`${index} calls: ${memory.buffer.byteLength / 1024} KiB`);
  }
  const end = memory.buffer.byteLength;
  tell(`${calls} calls: ${end / 1024} KiB, after ${warmUp} it was ${warm / 1024} KiB`);
  return { calls, warmUp, warm, end };
}
