import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PROGRAMS } from "../runtimes/on-process.js";

/** What one of the programs prints. */
function run(program, ...more) {
  const [node] = PROGRAMS.node24();
  const script = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(node, [script, ...more.map(String)], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout;
}

const fresh = randomInt(1, 2 ** 30);
for (const [numbers, first, count] of [
  ["fixed numbers", 1, 600],
  [`fresh numbers from ${fresh}`, fresh, 200],
]) {
  test(`an order's object never wakes it too late, whatever is lost, late, hangs or crashes: ${count} runs, ${numbers}`, (context) => {
    const stdout = run("simulate.js", first, count);
    assert.equal(JSON.parse(stdout).runs, count);
    context.diagnostic(stdout.trim());
  });
}

test("an order is woken again whatever retryAfter gives or throws", () => {
  const usual = [3, 4000];
  assert.deepEqual(JSON.parse(run("pauses.js")), {
    "no number": usual,
    "behind its list": usual,
    throws: usual,
    "a promise": usual,
    "a text": usual,
    "below 0": usual,
    "for ever": [3, 86_400_000],
    "half a millisecond": [3, 1],
    "a pause": [3, 7],
  });
});
