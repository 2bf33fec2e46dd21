// The Durable Object: what is answered is kept, whatever ends workerd.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { SandboxControl } from "linepay-sandbox/control";
import { order, v2 } from "../command.mjs";
import { bundle } from "../on-workerd.mjs";

const KEYS = { channelId: "1600000001", channelSecret: "0123456789abcdef0123456789abcdef" };
const PROGRAM = join(import.meta.dirname, "object.mjs");

/** workerd and what started it, in a group that dies as one. */
async function begin(context, folder) {
  const args = [PROGRAM, join(folder, "worker"), join(folder, "objects"), JSON.stringify(KEYS)];
  const child = spawn(process.execPath, args, { detached: true, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  const kill = async () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch (thrown) {
      if (thrown.code !== "ESRCH") throw thrown;
    }
    await ended;
  };
  context.after(kill);
  const [line] = await Promise.race([once(child.stdout.setEncoding("utf8"), "data"), ended]);
  assert.match(String(line), /^http:/, "it ended before it began");
  return { url: `${line.trim()}/line-pay`, kill };
}

test("ten times kill -9 in the middle of calls: nothing acknowledged is lost", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "linepay-sandbox-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["worker", "objects"]) mkdirSync(join(folder, name));
  await bundle(join(folder, "worker"));
  const acknowledged = new Map();
  const lost = (known) => [...acknowledged].filter(([orderId, refunded]) => !known.has(orderId) || known.get(orderId) < refunded);
  for (let round = 0; round <= 10; round++) {
    const { url, kill } = await begin(context, folder);
    const control = new SandboxControl(url);
    const known = new Map((await control.transactions()).map(({ orderId, refunded }) => [orderId, refunded]));
    assert.deepEqual(lost(known), [], `after ${round} times`);
    if (round === 10) break;
    await control.set({ buyer: [{ action: "approve" }] });
    let going = true;
    const call = (...what) => v2({ url, ...KEYS }, ...what).catch(() => undefined);
    const caller = async (name) => {
      for (let count = 0; going; count++) {
        const orderId = `ORD-${round}-${name}-${count}`;
        const reserved = await call("request", order(orderId));
        if (reserved?.returnCode !== "0000") continue;
        acknowledged.set(orderId, 0);
        await call(`${reserved.transactionId}/confirm`, { amount: 360, currency: "TWD" });
        const refund = await call(`${reserved.transactionId}/refund`, { refundAmount: 60 });
        if (refund?.returnCode === "0000") acknowledged.set(orderId, 60);
      }
    };
    const callers = ["a", "b", "c"].map(caller);
    // However slow the machine is.
    for (const before = acknowledged.size; acknowledged.size < before + 5; ) await new Promise((resolve) => setTimeout(resolve, 50));
    await kill();
    going = false;
    await Promise.all(callers);
  }
  assert.ok(acknowledged.size >= 50 && [...acknowledged.values()].includes(60), String(acknowledged.size));
});

// Only who may mount a small disk can fill it.
const mayMount = process.platform === "linux" && process.getuid() === 0;

test("a disk that is full: calls are refused, and nothing acknowledged is lost", {
  skip: !mayMount && "needs root on Linux",
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "linepay-sandbox-"));
  const objects = join(folder, "objects");
  for (const name of ["worker", "objects"]) mkdirSync(join(folder, name));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", objects]);
  let mounted = true;
  const unmount = () => {
    // Whoever still has a file of it open may go on.
    if (mounted) execFileSync("umount", ["-l", objects]);
    mounted = false;
  };
  context.after(unmount);
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  await bundle(join(folder, "worker"));
  const full = await begin(context, folder);
  const acknowledged = [];
  let refused;
  for (let count = 0; refused === undefined && count < 5_000; count++) {
    const answer = await v2({ url: full.url, ...KEYS }, "request", order(`ORD-${count}`)).catch((error) => ({ error }));
    if (answer.returnCode === "0000") acknowledged.push(`ORD-${count}`);
    else refused = answer;
  }
  assert.ok(acknowledged.length > 0 && refused !== undefined, `${acknowledged.length} calls, and the disk was not full`);
  // No LINE Pay answer is made up for what was not written.
  assert.equal(refused.returnCode, undefined, JSON.stringify(refused));
  context.diagnostic(`after ${acknowledged.length} reservations: ${JSON.stringify(refused)}`);
  await full.kill();
  cpSync(objects, join(folder, "kept"), { recursive: true });
  unmount();
  cpSync(join(folder, "kept"), objects, { recursive: true });
  const { url } = await begin(context, folder);
  const known = new Set((await new SandboxControl(url).transactions()).map(({ orderId }) => orderId));
  const lost = acknowledged.filter((orderId) => !known.has(orderId));
  assert.deepEqual(lost, []);
  assert.equal((await v2({ url, ...KEYS }, "request", order("ORD-later"))).returnCode, "0000");
});
