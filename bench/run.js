// What `cargo xtask bench` runs: every measurement, then the report. Progress goes to stderr.
import { createHmac } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { breakdown } from "./breakdown.js";
import { measureCalls } from "./calls.js";
import { CREDENTIALS } from "./cases.js";
import { measureMemory } from "./memory.js";
import { measurePhases } from "./phases.js";
import { RESULTS, writeReport, written } from "./report.js";
import { measureSizes, overBudget, weighFile } from "./sizes.js";
import { measureWorkers } from "./workers.js";

const { values: flags } = parseArgs({
  options: { quick: { type: "boolean" }, million: { type: "boolean" }, "opt-levels": { type: "boolean" } },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const tell = (line) => void process.stderr.write(`      ${line}\n`);
const part = (name) => void process.stderr.write(`    ${name} …\n`);

const pkg = here("../pkg");
const other = here("../target/bench/opt-3/pkg");
const packages = { ours: pkg, ...(flags["opt-levels"] ? { "opt-level 3": other } : {}) };
// The module's memory is that of the first instance with its exports.
let memory;
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, given) {
    const instance = new Instance(...given);
    if ("ask" in instance.exports) memory ??= instance.exports.memory;
    return instance;
  },
});
const builds = {};
for (const [name, folder] of Object.entries(packages)) builds[name] = await import(`${folder}/dist/index.js`);
// The package's own instance, started by its first client.
new builds.ours.LinePay({ ...CREDENTIALS, version: "v3" });
const core = await import(`${pkg}/wasm/linepay_edge.js`);
const { send } = await import(`${pkg}/dist/host.js`);
const { encode } = await import(`${pkg}/dist/encode.js`);
const nodeSigner = (text) => createHmac("sha256", CREDENTIALS.channelSecret).update(text).digest("base64");

const rounds = flags.quick ? 15 : 61;
const calls = 50;

part("sizes");
const sizes = await measureSizes();
const results = {
  machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version, load: loadavg()[0] },
  date: new Date().toISOString().slice(0, 10),
  rounds,
  callsARound: calls,
  sizes,
  ...(flags["opt-levels"] ? { otherSizes: { "opt-level 3": weighFile(`${other}/wasm/linepay_edge_bg.wasm`) } } : {}),
  breakdown: breakdown(here("../target/bench/named/linepay_edge_bg.wasm")),
};
for (const wrong of overBudget(sizes)) tell(`over the budget: ${wrong}`);

part("calls, the network answering at once");
results.calls = await measureCalls({ rounds, calls, builds, nodeSigner, tell });
part("phases of a call");
results.phases = await measurePhases({ rounds, calls, build: { core, send, encode }, nodeSigner, tell });
part("growth of memory");
results.memory = await measureMemory({ calls: flags.million ? 1_000_000 : 70_000, LinePay: builds.ours.LinePay, memory, tell });
part("workers on workerd");
const worker = flags.quick ? { starts: 3, rounds: 3, seconds: 1 } : { starts: 9, rounds: 7, seconds: 2 };
results.workers = await measureWorkers({ ...worker, packages, tell });

// They have runs of their own.
const { sandbox, orders } = JSON.parse(readFileSync(RESULTS, "utf8"));
Object.assign(results, { sandbox, orders });
const text = written(results);
if (flags.quick) {
  const file = here("../target/bench/results.json");
  mkdirSync(here("../target/bench"), { recursive: true });
  writeFileSync(file, text);
  tell(`written: ${file}`);
} else {
  writeFileSync(RESULTS, text);
  for (const file of writeReport()) tell(`written: ${file}`);
}
