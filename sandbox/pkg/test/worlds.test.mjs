// Worlds: several merchants in one sandbox, and what they begin with.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createSandbox, SandboxControl, SandboxWorld } from "linepay-sandbox";
import { begin, order, run, v2 } from "./command.mjs";
import { KEYS, clientOf, order as v3order, states } from "./in-process.mjs";

const folder = mkdtempSync(join(tmpdir(), "linepay-sandbox-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A file of that content. */
function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

test("in one process: worlds by one call, each with its own payments, faults, clock, calls and settings", async () => {
  const sandbox = await createSandbox(KEYS);
  const [tea, rice] = await Promise.all([sandbox.world(), sandbox.world({ name: "rice", settings: { currency: "JPY" } })]);
  assert.ok(tea instanceof SandboxWorld && tea instanceof SandboxControl);
  const client = ({ channelId, channelSecret }) => clientOf(sandbox, { channelId, channelSecret });
  await tea.arm({ operation: "reserve", kind: "code", code: "9000" });
  await rice.advance(60_000);
  const { transactionId } = await clientOf(sandbox).reserve(v3order("ORD-1"));
  await assert.rejects(client(tea).reserve(v3order("ORD-1")), { returnCode: "9000" });
  await client(tea).reserve(v3order("ORD-1"));
  await assert.rejects(client(rice).reserve(v3order("ORD-1")), { returnCode: "1178" });
  assert.deepEqual([await states(sandbox), await states(tea), await states(rice)], [["RESERVED"], ["RESERVED"], []]);
  assert.deepEqual([(await tea.calls()).length, (await rice.calls()).length], [2, 1]);
  await assert.rejects(tea.approve(transactionId), { status: 404 });
  assert.deepEqual(
    (await sandbox.worlds()).map(({ name, payments }) => [name, payments]),
    [
      ["sandbox", 1],
      ["production", 0],
      ["rice", 0],
      ["w1", 1],
    ],
  );
  await tea.remove();
  await assert.rejects(tea.calls(), { name: "SandboxError", status: 404 });
  await assert.rejects(sandbox.world({ name: "rice" }), /name: a world has that name already/);
  await assert.rejects(
    sandbox.world({ payments: [{ orderId: "A" }, { orderId: "B", amount: -1 }] }),
    /payments\[0\].*payments\[1\]\.amount/,
  );
});

test("a seed in process", async () => {
  const sandbox = await createSandbox(KEYS);
  const made = await sandbox.seed({
    payments: [{ orderId: "ORD-1", amount: 360, currency: "TWD" }],
    worlds: [{ regKeys: [{ regKey: "RK1" }] }],
  });
  assert.deepEqual([made.transactions[0].state, made.worlds[0].regKeys[0].regKey], ["CAPTURED", "RK1"]);
  await clientOf(sandbox).refund({ transactionId: made.transactions[0].transactionId });
  assert.deepEqual(await states(sandbox), ["REFUNDED"]);
});

test("the command: worlds outlive it in its file, and production is one", async (context) => {
  const path = join(folder, "worlds.jsonl");
  const { said, stop } = await begin(context, "--json", "--persist", path);
  const world = await new SandboxControl(said.url).world({ merchantName: "Rice" });
  const keys = { url: said.url, channelId: world.channelId, channelSecret: world.channelSecret };
  const { transactionId } = await v2(keys, "request", order("ORD-1"));
  await stop();
  const again = await begin(context, "--json", "--persist", path);
  assert.equal((await v2({ ...keys, url: again.said.url }, `?transactionId=${transactionId}`)).returnCode, "1150");
  const [payment] = await new SandboxControl(again.said.url, undefined, undefined, world.name).transactions();
  assert.deepEqual([payment.orderId, payment.state], ["ORD-1", "RESERVED"]);
  const abroad = new SandboxControl(again.said.url, undefined, undefined, "production");
  assert.deepEqual(await abroad.transactions(), []);
});

const SEED = {
  channelId: "1234567890",
  channelSecret: "worthless",
  merchantName: "Seeded",
  settings: { currency: "JPY" },
  payments: [{ orderId: "PAID", amount: 360, transactionId: "2026050700000000110" }],
  regKeys: [{ regKey: "RKSEED" }],
  worlds: [{ name: "second", channelId: "1234567891", channelSecret: "worthless too" }],
};

test("--seed: what it names is there at the start, and once in a file of payments", async (context) => {
  const [seed, persist] = [file("seed.json", SEED), join(folder, "seeded.jsonl")];
  for (const round of [1, 2]) {
    const { said, stop } = await begin(context, "--json", "--seed", seed, "--persist", persist, "--reg-key");
    assert.deepEqual([said.channelId, said.channelSecret, said.regKey], ["1234567890", "worthless", "RKSEED"]);
    const { info } = await v2(said, "?orderId=PAID");
    assert.deepEqual([info.length, info[0].currency, info[0].merchantName], [1, "JPY", "Seeded"], `round ${round}`);
    const second = { url: said.url, channelId: "1234567891", channelSecret: "worthless too" };
    assert.equal((await v2(second, "?orderId=PAID")).returnCode, "1150");
    await stop();
  }
  const { said } = await begin(context, "--seed", seed);
  assert.ok(said.includes('"currency":"JPY"') && !said.includes('"currency":"TWD"'), "lines to copy are in the contract's currency");
});

test("--seed: everything that is wrong with it is named with its path", async () => {
  for (const [name, content, expected] of [
    ["absent.json", undefined, /absent\.json cannot be read \(ENOENT\)/],
    ["text.json", "hello", /text\.json is not JSON/],
    ["list.json", [], /is no JSON object/],
    [
      "wrong.json",
      { channelId: "12", payments: [{ orderId: "A", amount: 0 }, { amount: 1 }], faults: [{ kind: "latte" }], worlds: [{ name: "a b" }] },
      /channelId: ten digits[\s\S]*faults\[0\]\.kind: [\s\S]*payments\[1\]: orderId: missing[\s\S]*worlds\[0\]\.name: 1 to/,
    ],
  ]) {
    const path = content === undefined ? join(folder, name) : file(name, content);
    const said = await run("--port", "0", "--seed", path);
    assert.deepEqual([said.code, said.stdout], [1, ""], name);
    assert.match(said.stderr, expected);
    assert.doesNotMatch(said.stderr, /\n {4}at /);
  }
});
