import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { memoryLedger } from "linepay-edge/ledger";
import { ledgerContract } from "linepay-edge/ledger/contract";
import { PROGRAMS } from "../runtimes/on-process.js";

const cases = ledgerContract(memoryLedger).length;
const script = fileURLToPath(new URL("runners/memory_test.js", import.meta.url));

for (const [runner, args, passed] of [
  ["bun", ["test", script], `${cases} pass`],
  ["deno", ["test", "--no-lock", "--no-check", script], `${cases} passed`],
]) {
  test(`the contract runs in ${runner} test`, () => {
    const [program] = PROGRAMS[runner]();
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
    assert.equal(status, 0, stdout + stderr);
    assert.ok((stdout + stderr).includes(passed), stdout + stderr);
  });
}
