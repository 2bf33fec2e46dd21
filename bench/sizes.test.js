// Part `size` of `cargo xtask test`: this build's sizes and the generated documents. No time is measured here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareReport } from "./report.js";
import { BUDGET, measureSizes, overBudget } from "./sizes.js";
import { quantile, ratio } from "./timing.js";

test("nothing is larger than bench/budget.json allows", async (t) => {
  const sizes = await measureSizes();
  for (const [name, { raw, gzip, brotli }] of Object.entries(sizes)) {
    t.diagnostic(`${name}: ${raw} bytes, ${gzip} gzip of ${BUDGET[name]?.gzip}, ${brotli} brotli`);
  }
  const advice = "make it smaller, or raise the limit in bench/budget.json and say why in the commit";
  assert.deepEqual(overBudget(sizes), [], advice);
});

test("the tables and plots are what bench/results.json generates", () => {
  assert.deepEqual(compareReport(), [], "run cargo xtask bench --report");
});

test("one byte too much is told, and so is a row that only one list has", () => {
  const budget = { module: { raw: 10, gzip: 5, brotli: 4 }, gone: { raw: 1, gzip: 1, brotli: 1 } };
  const sizes = { module: { raw: 10, gzip: 6, brotli: 4 }, new: { raw: 1, gzip: 1, brotli: 1 } };
  assert.deepEqual(overBudget(sizes, budget), [
    "module: 6 bytes gzip, 1 over the limit of 5",
    "new: measured, but without a limit in bench/budget.json",
    "gone: in bench/budget.json, but not measured",
  ]);
  assert.deepEqual(overBudget({ module: { raw: 10, gzip: 5 } }, { module: budget.module }).length, 1, "an unknown size is none");
  assert.deepEqual(overBudget({ module: { raw: 10, gzip: 5, brotli: 4 } }, { module: budget.module }), []);
});

test("a round that something else slowed down leaves the ratio alone", () => {
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  assert.deepEqual(ratio([2, 200, 2, 2, 2], [1, 100, 1, 1, 1]), { median: 2, low: 2, high: 2 });
});
