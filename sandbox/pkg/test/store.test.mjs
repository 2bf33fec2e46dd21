// `--persist`: what is answered is kept, whatever ends the command.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { SandboxControl } from "linepay-sandbox/control";
import { begin, beginAs, order, run, v2 } from "./command.mjs";

const folder = mkdtempSync(join(tmpdir(), "linepay-sandbox-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const fresh = (name) => join(folder, name);
const orders = async (url) => (await new SandboxControl(url).transactions()).map(({ orderId }) => orderId);

test("ten times kill -9 in the middle of calls: nothing acknowledged is lost", async (context) => {
  const file = fresh("killed.jsonl");
  const acknowledged = [];
  let first;
  for (let round = 0; round < 10; round++) {
    const { said, stop } = await begin(context, "--json", "--persist", file);
    first ??= said;
    assert.deepEqual(
      [said.channelId, said.channelSecret, said.controlToken],
      [first.channelId, first.channelSecret, first.controlToken],
      "the credentials stay",
    );
    const known = new Set(await orders(said.url));
    for (const orderId of acknowledged) assert.ok(known.has(orderId), `${orderId} is lost`);
    let going = true;
    const caller = async (name) => {
      for (let count = 0; going; count++) {
        const orderId = `ORD-${round}-${name}-${count}`;
        const reply = await v2(said, "request", order(orderId)).catch(() => undefined);
        if (reply?.returnCode === "0000") acknowledged.push(orderId);
      }
    };
    const callers = [caller("a"), caller("b"), caller("c")];
    // However slow the machine is.
    for (const before = acknowledged.length; acknowledged.length < before + 5; ) await new Promise((resolve) => setTimeout(resolve, 20));
    await stop("SIGKILL");
    going = false;
    await Promise.all(callers);
  }
  assert.ok(acknowledged.length >= 50, String(acknowledged.length));
});

test("a line that was cut off is dropped; what is damaged elsewhere is said, and left as it is", async (context) => {
  const file = fresh("cut.jsonl");
  const { said, stop } = await begin(context, "--json", "--persist", file);
  await v2(said, "request", order("ORD-1"));
  await stop();
  assert.ok(!existsSync(`${file}.lock`));
  const good = readFileSync(file, "utf8");
  appendFileSync(file, '[["payment/1","{');
  const again = await begin(context, "--json", "--persist", file);
  assert.deepEqual(await orders(again.said.url), ["ORD-1"]);
  await again.stop();
  for (const [text, message] of [
    [good.replace("[[", "[{"), /is damaged in line 2/],
    [`${good}[["payment/1","{}"]]\n`, /record payment\/1 cannot be read/],
    [`${good}[["new/1","{}"]]\n`, /record new\/1 is of no known kind/],
    ["hello\n", /is no file of the sandbox/],
  ]) {
    writeFileSync(file, text);
    const refused = await run("--port", "0", "--persist", file);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, message);
    if (!text.includes("payment/1") && !text.includes("new/1")) assert.equal(readFileSync(file, "utf8"), text);
  }
});

test("a file of the command before it had worlds is taken up", async (context) => {
  const file = fresh("old.jsonl");
  const { said, stop } = await begin(context, "--json", "--persist", file);
  await v2(said, "request", order("ORD-1"));
  await stop();
  const text = readFileSync(file, "utf8").replace('\\"source\\":', '\\"seed\\":');
  assert.ok(text.includes('\\"seed\\":'));
  const abroad = JSON.stringify([
    ["part/production/meta", '{"drawn":1,"ahead":0,"calls":0,"acts":0}'],
    ["part/production/faults", "[]"],
  ]);
  writeFileSync(file, `${text}${abroad}\n`);
  const again = await begin(context, "--json", "--persist", file);
  assert.deepEqual(await orders(again.said.url), ["ORD-1"]);
  assert.equal((await v2(again.said, "request", order("ORD-2"))).returnCode, "0000");
  await again.stop();
});

test("two processes on one file: the second one is told", async (context) => {
  const file = fresh("two.jsonl");
  const { stop } = await begin(context, "--json", "--persist", file);
  const second = await run("--port", "0", "--persist", file);
  assert.equal(second.code, 1);
  assert.match(second.stderr, /process \d+ keeps its payments in .*two\.jsonl already/);
  await stop();
  const third = await begin(context, "--json", "--persist", file);
  await third.stop();
});

test("a store that cannot write: what was refused was not done either", async () => {
  const { FileStore } = await import("../dist/command/store.js");
  const { Host } = await import("../dist/host.js");
  const file = fresh("full.jsonl");
  const store = new FileStore(file);
  let full = false;
  const limited = {
    load: () => store.load(),
    write(changes) {
      if (full) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
      store.write(changes);
    },
  };
  const host = new Host({ channelId: "1", channelSecret: "s", merchantName: "Shop", seed: "x", settings: {} }, limited);
  const call = (path, body, method = "POST") =>
    JSON.parse(
      host.answer(
        JSON.stringify({ method, path, query: "", headers: [["x-sandbox-control", "1"]], peer: "127.0.0.1", origin: "http://a" }),
        new TextEncoder().encode(body),
        1,
      ).body,
    );
  call("/_sandbox/clock", '{"advanceSeconds":5}');
  full = true;
  assert.throws(() => call("/_sandbox/clock", '{"advanceSeconds":7}'), /no space/);
  full = false;
  assert.equal(call("/_sandbox/clock", undefined, "GET").aheadSeconds, 5, "what was refused was not done either");
  store.close();
});

test("a disk that is full: the call is refused as such, and what was answered is kept", async (context) => {
  const file = fresh("full-disk.jsonl");
  // A file that may not grow beyond so many blocks of 512 bytes fails in the middle of a line, as a disk does.
  const limited = ["bash", "-c", 'ulimit -f 64; exec "$@"', "limited", process.execPath];
  const { said, errors, stop } = await beginAs(context, limited, ["--json", "--persist", file]);
  const acknowledged = [];
  let refused;
  for (let count = 0; refused === undefined && count < 500; count++) {
    const reply = await v2(said, "request", order(`ORD-${count}`));
    if (reply.returnCode === "0000") acknowledged.push(`ORD-${count}`);
    else refused = reply;
  }
  assert.match(refused.error, /nothing was done: .*full-disk\.jsonl cannot be written \((EFBIG|ENOSPC)\)/);
  assert.match(errors(), /cannot be written/);
  assert.ok(acknowledged.length > 3);
  assert.deepEqual((await orders(said.url)).sort(), acknowledged.sort(), "reading goes on");
  await stop("SIGKILL");
  const again = await begin(context, "--json", "--persist", file);
  assert.deepEqual((await orders(again.said.url)).sort(), acknowledged.sort());
  assert.equal((await v2(again.said, "request", order("ORD-after"))).returnCode, "0000");
  await again.stop();
});
