// Part `size` of `cargo xtask test`: the sizes of this build against bench/budget.json, and the generated documents against
// bench/results.json. No time is measured here.
import { compareReport } from "./report.js";
import { BUDGET, measureSizes, overBudget } from "./sizes.js";

const sizes = await measureSizes();
for (const [name, { raw, gzip, brotli }] of Object.entries(sizes)) {
  console.log(`${name}: ${raw} bytes, ${gzip} gzip of ${BUDGET[name]?.gzip}, ${brotli} brotli`);
}
const wrong = overBudget(sizes);
if (wrong.length > 0) wrong.push("make it smaller, or raise the limit in bench/budget.json and say why in the commit");
const stale = compareReport();
if (stale.length > 0) wrong.push(`not what bench/results.json generates: ${stale.join(", ")}; run cargo xtask bench --report`);
for (const line of wrong) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;
