import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PROGRAMS } from "../runtimes/on-process.js";

const fresh = randomInt(1, 2 ** 30);
for (const [numbers, first, count] of [
  ["fixed numbers", 1, 600],
  [`fresh numbers from ${fresh}`, fresh, 200],
]) {
  test(`an order's object never wakes it too late, whatever is lost, late or crashes: ${count} runs, ${numbers}`, (context) => {
    const [node] = PROGRAMS.node24();
    const script = fileURLToPath(new URL("programs/simulate.js", import.meta.url));
    const { status, stdout, stderr } = spawnSync(node, [script, String(first), String(count)], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.equal(JSON.parse(stdout).runs, count);
    context.diagnostic(stdout.trim());
  });
}
