// What `cargo xtask bench --orders` runs, and `cargo xtask bench` after all else.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { RESULTS, writeReport, written } from "../report.js";
import { measureOrders } from "./measure.js";

const quick = process.argv.includes("--quick");
const tell = (line) => void process.stderr.write(`      ${line}\n`);
const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, load: loadavg()[0] };
const measured = await measureOrders({ ...(quick ? { rounds: 2, count: 50 } : { rounds: 9, count: 200 }), tell });
const orders = { machine, date: new Date().toISOString().slice(0, 10), ...measured };
if (quick) tell(JSON.stringify(orders));
else {
  writeFileSync(RESULTS, written({ ...JSON.parse(readFileSync(RESULTS, "utf8")), orders }));
  for (const file of writeReport()) tell(`written: ${file}`);
}
