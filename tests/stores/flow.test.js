// The checkout over each real store, in twenty isolates that know nothing of each other.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { hurried, slow } from "./shop/clock.js";
import { SHOPS } from "./shop/shops.js";
import { startTown } from "./shop/town.js";
import { pause } from "./writers.js";

const VERSIONS = ["v2", "v3", "v4"];
const ISOLATES = 20;
/** Where the shop has a context that keeps its isolate alive. */
const ON_WORKERD = /workerd|Hyperdrive/;
/** What a page may say of an order that is approved and being confirmed. */
const TRUE = ["Payment received", "Still being confirmed", "Paid, being registered"];

let town;
before(async () => {
  town = await startTown();
});
after(() => town?.stop());

let orders = 0;
const name = (version) => `${version}-${orders++}`;

for (const [store, { start, alarm }] of Object.entries(SHOPS)) {
  describe(store, () => {
    let shop;
    before(async () => {
      shop = await start(town, ISOLATES);
    });
    after(() => shop?.stop());

    test(`${store}: an order is paid once, and told once, from isolates that know nothing of each other`, async () => {
      for (const version of VERSIONS) {
        const orderId = name(version);
        const { transactionId, back, statusUrl } = await shop.buyers.approved(version, orderId);
        assert.equal((await shop.buyers.pay(version, orderId)).transactionId, transactionId, "the open link again");
        assert.equal(await shop.buyers.page(back), "Payment received");
        await shop.buyers.told(orderId);
        assert.equal(await shop.buyers.page(back), "Payment received", "a reload");
        assert.equal(await shop.buyers.state(statusUrl), "paid");
        assert.equal((await shop.buyers.pay(version, orderId)).error.code, "ALREADY_PAID");
        assert.deepEqual(town.paid(orderId), [`paid:${transactionId}`]);
        assert.equal((await town.charged(orderId)).length, 1);
      }
    });

    const lasts = ON_WORKERD.test(store);
    test(`${store}: a page waits for ${lasts ? "two writes of a confirm: ctx keeps the third alive" : "all three writes"}`, async () => {
      const orderId = slow(name("v3"));
      const { transactionId, back } = await shop.buyers.approved("v3", orderId);
      assert.equal(await shop.buyers.page(back), "Payment received");
      assert.equal((await shop.buyers.record(orderId)).outbox.length, lasts ? 1 : 0);
      await shop.buyers.told(orderId);
      assert.deepEqual(town.paid(orderId), [`paid:${transactionId}`]);
    });

    const who = alarm ? "the alarm of its object" : "checkout.scheduled";
    test(`${store}: a buyer who has approved and stays away is charged by ${who}`, { timeout: 60_000 }, async () => {
      const waiting = await Promise.all(
        VERSIONS.map(async (version) => {
          const orderId = hurried(name(version));
          return { orderId, ...(await shop.buyers.approved(version, orderId)) };
        }),
      );
      for (const { orderId } of waiting) {
        while (town.paid(orderId).length === 0) {
          if (!alarm) await shop.buyers.scheduled();
          await pause(100);
        }
      }
      for (const { orderId, transactionId, statusUrl } of waiting) {
        assert.equal(await shop.buyers.state(statusUrl), "paid");
        assert.deepEqual(town.paid(orderId), [`paid:${transactionId}`]);
        assert.equal((await town.charged(orderId)).length, 1);
      }
    });

    test(`${store}: 200 confirms of one order at once from ${ISOLATES} isolates are one confirm`, { timeout: 120_000 }, async (context) => {
      assert.equal(shop.buyers.isolates, ISOLATES);
      const orderId = name("v3");
      const { transactionId, back, statusUrl } = await shop.buyers.approved("v3", orderId);
      const before = town.called("/confirm");
      const start = performance.now();
      const titles = await Promise.all(Array.from({ length: 200 }, () => shop.buyers.page(back)));
      const took = performance.now() - start;
      assert.equal(town.called("/confirm") - before, 1);
      assert.deepEqual(town.paid(orderId), [`paid:${transactionId}`]);
      assert.equal((await town.charged(orderId)).length, 1);
      for (const title of titles) assert.ok(TRUE.includes(title), title);
      const said = TRUE.map((title) => `${titles.filter((other) => other === title).length} "${title}"`).join(", ");
      context.diagnostic(`${said}, ${Math.round(took)} ms`);
      await shop.buyers.told(orderId);
      assert.equal(await shop.buyers.page(back), "Payment received");
      assert.equal(await shop.buyers.state(statusUrl), "paid");
    });
  });
}

/** Twenty isolates at one file, and a processor that others have: SQLite gives up waiting for its lock, and says so. */
const BUSY = /has not answered (a write )?within 5 seconds|SQLITE_BUSY|database is locked/;

test("no shop has had anything to tell, but perhaps that this machine was too busy for its ledger", () => {
  const others = town.books.problems.filter(({ message }) => !BUSY.test(message));
  assert.deepEqual(others, []);
});
