// SQLite files, each shared by two programs: node:sqlite in Node.js 24, and bun:sqlite in Bun.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { PROGRAMS } from "../runtimes/on-process.js";
import { contract } from "./contract.js";
import { folder, serve } from "./programs.js";
import { remoteLedger } from "./remote.js";
import { Writers } from "./writers.js";

for (const [store, runtime, script] of [
  ["node:sqlite", "node24", "on-node.js"],
  ["bun:sqlite", "bun", "on-bun.js"],
]) {
  let programs = [];
  let next = 0;
  let start;
  before(async () => {
    const database = join(folder(), "orders.db");
    start = () => serve(runtime, script, { DATABASE: database });
    programs = [await start(), await start()];
  });
  after(() => Promise.all(programs.map((program) => program.stop())));
  const open = () => remoteLedger(programs[next++ % 2].address);

  contract(store, open);

  test(`${store}: a handle with an open transaction acknowledges nothing, for the transaction may take it along`, () => {
    const [program, ...more] = PROGRAMS[runtime]();
    const script = fileURLToPath(new URL("programs/transaction.js", import.meta.url));
    const { status, stdout, stderr } = spawnSync(program, [...more, script], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    const { within, there, afterwards } = JSON.parse(stdout);
    assert.match(within, /a transaction of somebody else is open/);
    assert.deepEqual([there, afterwards], [false, "acknowledged"]);
  });

  test(`${store}: a program that is killed while it writes takes nothing along that it has acknowledged`, async (context) => {
    const writers = new Writers(open);
    writers.start();
    for (let kill = 0; kill < 4; kill += 1) {
      await writers.acknowledged(40);
      const index = kill % 2;
      await programs[index].stop("SIGKILL");
      programs[index] = await start();
    }
    await writers.acknowledged(40);
    context.diagnostic(`${store}: ${await writers.judge()}`);
    assert.ok(writers.count("conflict") > 0);
  });
}
