import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { contract } from "./contract.js";
import { fetchOnce } from "./once.js";
import { remoteLedger } from "./remote.js";
import { startWorkerd } from "./workerd.js";
import { pause, Writers } from "./writers.js";

let worker;
before(async () => {
  worker = await startWorkerd("worker.js", {
    d1Databases: ["DB"],
    durableObjects: {
      LINE_PAY_ORDERS: { className: "LinePayOrders", useSQLite: true },
      NOTES: { className: "Notes", useSQLite: true },
    },
  });
  assert.equal(await text("/migrate"), "done");
  assert.equal(await text("/migrate"), "done");
});
after(() => worker?.stop());

const text = async (path, init) => (await fetchOnce(worker.origin + path, init)).text();
const ledger = (path) => remoteLedger(worker.origin + path);
const objects = () => ledger("/objects");

contract("D1 on workerd", () => ledger("/d1"));
contract("Durable Objects on workerd", objects);

test("D1: a session, which may read a replica, is refused", async () => {
  assert.match(await text("/session"), /^INVALID_CONFIGURATION: .*replica/);
});

/** How often an order was woken; `fail` makes its first wakes fail. */
const notes = async (key, fail) => JSON.parse(await text("/notes", { method: "POST", body: JSON.stringify({ key, fail }) }));

async function closed(key) {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(20)) {
    const { record } = await objects().read(key);
    if (record.text.endsWith(" woken")) return record;
  }
  assert.fail(`${key} was not woken: ${worker.printed.join("")}`);
}

const name = () => `order-${crypto.randomUUID()}`;

test("Durable Objects: the alarm wakes an order at its wakeAt, and not before", async () => {
  const key = name();
  const { now } = await objects().read(key);
  const start = performance.now();
  await objects().write(key, "due soon", undefined, now + 600);
  assert.equal((await closed(key)).text, "due soon woken");
  assert.ok(performance.now() - start > 500, "woken too early");
  await pause(200);
  assert.equal((await notes(key)).wakes, 1);
  assert.deepEqual(
    await objects()
      .due(4e12, 1000)
      .then((keys) => keys.filter((other) => other === key)),
    [],
  );
});

test("Durable Objects: seven failures in a row do not silence the alarm", async () => {
  const key = name();
  await notes(key, 7);
  await objects().write(key, "stubborn", undefined, 1);
  await closed(key);
  await pause(200);
  assert.equal((await notes(key)).wakes, 8);
});

test("Durable Objects: a closed order is left alone", async () => {
  const key = name();
  const { now } = await objects().read(key);
  const { version } = await objects().write(key, "open", undefined, now + 300);
  await objects().write(key, "closed", version, undefined);
  await pause(700);
  assert.equal((await objects().read(key)).record.text, "closed");
  assert.equal((await notes(key)).wakes, 0);
});

test("Durable Objects: an order that was written while it was due is woken at its new time", async () => {
  const key = name();
  await notes(key, 2);
  const { version } = await objects().write(key, "first", undefined, 1);
  await objects().write(key, "second", version, 2);
  assert.equal((await closed(key)).text, "second woken");
});

test("Durable Objects: an order is woken although workerd was killed before", async () => {
  const key = name();
  const { now } = await objects().read(key);
  await objects().write(key, "survivor", undefined, now + 5_000);
  await worker.crash();
  assert.deepEqual(
    (await objects().open(undefined, 1000)).filter((other) => other === key),
    [key],
  );
  assert.equal((await closed(key)).text, "survivor woken");
});

test("Durable Objects: an order is woken again although workerd was killed while it was being woken", async () => {
  const key = `hanging-${name()}`;
  await notes(key, 1);
  await objects().write(key, "survivor", undefined, 1);
  for (const end = Date.now() + 10_000; (await notes(key)).wakes === 0; await pause(20)) assert.ok(Date.now() < end, "not woken");
  await worker.crash();
  assert.equal((await closed(key)).text, "survivor woken");
  assert.equal((await notes(key)).wakes, 2);
});

test("Durable Objects: an answer that was lost is asked for again, and a write stands once", async () => {
  const key = name();
  const losing = ledger("/losing?times=2&how=retryable");
  const written = await losing.write(key, "first", undefined, undefined);
  const { record } = await objects().read(key);
  assert.deepEqual(record, { text: "first", version: written.version });
  assert.deepEqual((await losing.read(key)).record, record);
  assert.equal((await losing.write(key, "second", written.version, undefined)).version, (await objects().read(key)).record.version);
});

test("Durable Objects: a conflict after a lost answer is not told as a conflict", async () => {
  const key = name();
  const { version } = await objects().write(key, "first", undefined, undefined);
  await objects().write(key, "second", version, undefined);
  await assert.rejects(ledger("/losing?times=1&how=retryable").write(key, "third", version, undefined), /not known/);
  await assert.rejects(ledger("/losing?times=1&how=retryable").remove(key, version), /not known/);
  assert.equal((await objects().read(key)).record.text, "second");
});

test("Durable Objects: nothing is asked again of an overloaded object, or after an error that does not pass", async () => {
  for (const how of ["how=overloaded", "how=retryable&how=overloaded", "how=remote"]) {
    const key = name();
    await assert.rejects(ledger(`/losing?times=1&${how}`).write(key, "first", undefined, undefined), /lost on its way/);
    assert.equal((await objects().read(key)).record.text, "first", "it was written all the same, and is found by reading");
  }
  await assert.rejects(ledger("/losing?times=9&how=retryable").read(name()), /lost on its way/);
});

for (const [store, path] of [
  ["Durable Objects", "/objects"],
  ["D1", "/d1"],
]) {
  test(`${store}: workerd killed in the middle of writes keeps what it has acknowledged, and one writer wins`, {
    timeout: 180_000,
  }, async (context) => {
    const writers = new Writers(() => ledger(path));
    writers.start();
    for (let kill = 0; kill < 3; kill += 1) {
      await writers.acknowledged(60);
      await worker.crash();
    }
    await writers.acknowledged(60);
    context.diagnostic(`${store}: ${await writers.judge()}`);
    assert.ok(writers.count("conflict") > 0);
  });
}
