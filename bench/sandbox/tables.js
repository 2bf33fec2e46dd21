// What was measured of the sandbox, for bench/README.md.
import { met, range, table } from "../tables.js";
import { quantile } from "../timing.js";

const number = (value) => value.toLocaleString("en");
const mega = (bytes) => number(Math.round(bytes / 1e6));

export function sandboxTargets({ sandbox: { rows, memory, many } }) {
  const perSecond = (times) => times.map((time) => 1e6 / time).sort((a, b) => a - b);
  const byClock = perSecond(rows.map(({ wall }) => wall.median));
  const ofProcessor = perSecond(rows.map(({ cpu }) => cpu.many.median));
  const whole = (value) => number(Math.round(value));
  const calls = (all) => `${whole(quantile(all, 0.5))} (${whole(all[0])}–${whole(all.at(-1))} over the operations)`;
  const slow = rows.filter(({ p99 }) => p99);
  const growth = Math.max(...rows.map(({ ratio }) => ratio.median));
  const slowest = rows.find(({ ratio }) => ratio.median === growth);
  return table(
    ["what", "target", "measured", ""],
    [
      [`calls a second at ${number(many)} payments`, "≥ 8,000", calls(byClock), met(byClock[0] >= 8000)],
      ["calls for a second of the processor", "≥ 8,000", calls(ofProcessor), met(ofProcessor[0] >= 8000)],
      ...slow.map(({ name, p99 }) => [
        `99 of 100 calls: ${name}`,
        "≤ 5 ms",
        `${p99.wall.toFixed(2)} ms (of the processor ${p99.cpu.toFixed(2)} ms)`,
        met(p99.wall <= 5),
      ]),
      [
        "a call's time, many payments: few",
        "not worse than logarithmic",
        `at most ${growth.toFixed(2)} × (${slowest.name})`,
        met(growth <= 2),
      ],
      ...memory.map(({ payments, resident, module }) => [
        `memory of ${number(payments)} payments`,
        payments === 1_000_000 ? "≤ 2,000 MB" : "",
        `${mega(resident)} MB, ${mega(module)} of them the module's`,
        payments === 1_000_000 ? met(resident <= 2e9) : "",
      ]),
    ],
  );
}

export function sandboxTable({ sandbox: { rows, few, many, rounds, calls, machine, date } }) {
  const body = rows.map(({ name, wall, cpu, ratio }) => [
    name,
    range(cpu.few, 0),
    range(cpu.many, 0),
    `${ratio.median.toFixed(2)} ×`,
    range(wall, 0),
  ]);
  const head = ["µs a call", `${number(few)} payments`, `${number(many)} payments`, "many: few", `by the clock, ${number(many)}`];
  const bare = rows.map(({ cpu }) => cpu.bare.median);
  return (
    `${table(head, body)}\n\nMeasured on ${date}: ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average ` +
    `${machine.load.toFixed(1)} before it began; ${rounds} rounds of ${calls} calls. ` +
    `A \`Response\` of that length, made and read, takes ${quantile(bare, 0.5).toFixed(0)} µs of it.`
  );
}

/** The merchant console in Chromium. */
export function consoleTable({ sandbox: { console } }) {
  const { machine, date, payments, rounds, starts, cold, first, search, heap, nodes } = console;
  const milliseconds = (spread) => `${range(spread, 0)} ms`;
  const body = [
    ["first rows, in a new window", "≤ 300 ms", milliseconds(first.rows), met(first.rows.median <= 300)],
    ["the first paint there", "", milliseconds(first.paint), ""],
    [
      "first rows, in a browser's first window, of a sandbox never asked",
      "≤ 300 ms",
      milliseconds(cold.rows),
      met(cold.rows.median <= 300),
    ],
    ["the first paint there", "", milliseconds(cold.paint), ""],
    ["a search, from its request to its rows", "≤ 100 ms", milliseconds(search.request), met(search.request.median <= 100)],
    ["the same of the processor, without a browser", "≤ 100 ms", milliseconds(search.processor), met(search.processor.median <= 100)],
    ["the same from the key, with the pause for more keys", "", milliseconds(search.key), ""],
    ["the page's heap after all rows", "≤ 20 MB", `${(heap / 1e6).toFixed(1)} MB, ${nodes} nodes`, met(heap <= 20e6)],
  ];
  const rows = table([`${number(payments)} payments`, "target", "measured", ""], body);
  return (
    `${rows}\n\nMeasured on ${date}: ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ` +
    `load average ${machine.load.toFixed(1)} before it began; ${rounds} new windows with five searches each, ${starts} starts.`
  );
}
