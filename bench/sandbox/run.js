// What `cargo xtask bench --sandbox` runs, and `cargo xtask bench` after all else.
import { readFileSync, writeFileSync } from "node:fs";
import { RESULTS, writeReport, written } from "../report.js";
import { measureConsole } from "./console.js";
import { measureSandbox } from "./measure.js";

const quick = process.argv.includes("--quick");
const tell = (line) => void process.stderr.write(`      ${line}\n`);
const size = quick
  ? { few: 1000, many: 20_000, rounds: 9, calls: 30, slow: 3000, weights: [20_000] }
  : { few: 1000, many: 100_000, rounds: 41, calls: 30, slow: 20_000, weights: [100_000, 1_000_000] };
const sandbox = await measureSandbox({ ...size, tell });
sandbox.console = await measureConsole({ payments: size.many, rounds: quick ? 3 : 11, starts: quick ? 1 : 5, tell });
if (!quick) {
  writeFileSync(RESULTS, written({ ...JSON.parse(readFileSync(RESULTS, "utf8")), sandbox }));
  for (const file of writeReport()) tell(`written: ${file}`);
}
