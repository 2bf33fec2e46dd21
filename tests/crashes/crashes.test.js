// 500 checkouts while what keeps their orders is ended ten times in the middle of its work. Afterwards the ledger, LINE Pay and the shop's
// books have to agree. `cargo xtask test --heavy --only crashes`.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hurried } from "../stores/shop/clock.js";
import { SHOPS } from "../stores/shop/shops.js";
import { startTown } from "../stores/shop/town.js";
import { pause } from "../stores/writers.js";

const VERSIONS = ["v2", "v3", "v4"];
const CHECKOUTS = Number(process.env.CHECKOUTS ?? 500);
const CRASHES = 10;
/** Buyers at the same time. */
const ABREAST = 16;
const ISOLATES = 4;
/** The lease of a step, 105 seconds, is then still longer than the right to send. */
const SPEED = 10;
const RECEIPT = "Payment received";

/** What a buyer does. Eight kinds in three versions: each kind in each. */
const KINDS = {
  /** Comes back, and reloads until there is a receipt or the patience is over. */
  returns: async (buyers, { back }) => {
    for (let reload = 0; reload < 20; reload += 1) {
      if ((await buyers.page(back).catch(() => undefined)) === RECEIPT) return;
      await pause(100);
    }
  },
  /** The browser shows an error, or whatever: the buyer does not look again. */
  "looks once": (buyers, { back }) => buyers.page(back).catch(() => undefined),
  "comes back in three tabs": (buyers, { back }) => Promise.all([1, 2, 3].map(() => buyers.page(back).catch(() => undefined))),
  "looks at the status page only": async (buyers, { statusUrl }) => {
    for (let look = 0; look < 3; look += 1) await buyers.state(statusUrl).catch(() => undefined);
  },
  "wants to pay again": async (buyers, { version, orderId, back }) => {
    await Promise.all([buyers.page(back), buyers.pay(version, orderId)]).catch(() => undefined);
    await buyers.pay(version, orderId).catch(() => undefined);
  },
  "stays away": async () => {},
  cancels: async (buyers, { cancelled }) => buyers.page(cancelled).catch(() => undefined),
  "never approves": async () => {},
};

/** Tries until it succeeds, as somebody who presses the button again. */
async function insist(work) {
  for (const end = Date.now() + 60_000; ; await pause(50 + Math.random() * 200)) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

async function checkout(buyers, index) {
  const version = VERSIONS[index % VERSIONS.length];
  const kind = Object.keys(KINDS)[index % Object.keys(KINDS).length];
  const order = { version, kind, orderId: hurried(`${version}-${index}`, SPEED) };
  const { transactionId, statusUrl } = await insist(async () => {
    const reserved = await buyers.pay(version, order.orderId);
    if (reserved.transactionId === undefined) throw new Error(JSON.stringify(reserved));
    return reserved;
  });
  Object.assign(order, { transactionId, statusUrl });
  if (kind === "cancels") order.cancelled = await buyers.cancel(transactionId);
  else if (kind !== "never approves") order.back = await buyers.approve(transactionId);
  await KINDS[kind](buyers, order);
  return order;
}

/** All checkouts, some at a time; whatever keeps the orders is ended in between. */
async function rush(shop, crash) {
  const orders = [];
  let begun = 0;
  const buyer = async () => {
    while (begun < CHECKOUTS) orders.push(await checkout(shop.buyers, begun++));
  };
  const killer = async () => {
    for (let crashes = 1; crashes <= CRASHES; crashes += 1) {
      while (begun < (crashes * CHECKOUTS) / (CRASHES + 1)) await pause(5);
      await crash();
    }
  };
  await Promise.all([killer(), ...Array.from({ length: ABREAST }, buyer)]);
  return orders;
}

// Beside each other: most of the time is waited.
describe("crashes", { concurrency: true }, () => {
  for (const [store, what, signal] of [
    ["Durable Objects on workerd", "workerd is killed", undefined],
    ["PostgreSQL by pg", "PostgreSQL is restarted", "SIGQUIT"],
  ]) {
    const title = `${store}: ${what} ${CRASHES} times under ${CHECKOUTS} checkouts: nobody pays twice, and every paid order reaches onPaid`;
    test(title, { timeout: 540_000 }, async (context) => {
      const { start, alarm } = SHOPS[store];
      const town = await startTown();
      context.after(() => town.stop());
      const shop = await start(town, ISOLATES);
      context.after(() => shop.stop());
      const beginning = Date.now();
      const orders = await rush(shop, () => shop.crash(signal));
      const rushed = Date.now();
      const approved = orders.filter(({ back }) => back !== undefined);
      const missing = () => approved.filter(({ orderId }) => town.paid(orderId).length === 0);
      const left = missing().length;
      for (const end = Date.now() + 300_000; missing().length > 0; await pause(500)) {
        if (Date.now() > end) break;
        if (!alarm) await shop.buyers.scheduled();
      }
      const settled = Date.now();
      // Whoever is told again is told by the same key; wait for what is still on its way.
      await pause(2_000);
      let taken = 0;
      const held = (await town.sandbox.transactions()).filter(({ state }) => state === "CAPTURED" || state === "AUTHORIZED");
      for (const { kind, orderId, transactionId, back, statusUrl } of orders) {
        const charged = held.filter((payment) => payment.orderId === orderId);
        const record = await shop.buyers.record(orderId);
        const facts = `${orderId}, who ${kind}: ${JSON.stringify(record)}`;
        assert.deepEqual(
          charged.map((payment) => payment.transactionId),
          back === undefined ? [] : [transactionId],
          facts,
        );
        assert.equal(record.payment?.transactionId, back === undefined ? undefined : transactionId, facts);
        assert.deepEqual([...new Set(town.paid(orderId))], back === undefined ? [] : [`paid:${transactionId}`], facts);
        assert.equal((await shop.buyers.state(statusUrl)) === "paid", back !== undefined, facts);
        if (record.journal.some((line) => /taken|take/.test(line.what))) taken += 1;
      }
      const again = approved.filter(({ orderId }) => town.paid(orderId).length > 1).length;
      context.diagnostic(
        `${approved.length} of ${orders.length} approved, ${left} of them not told when the rush was over; ${taken} steps taken over, ` +
          `${town.called("/confirm")} confirms, ${again} told more than once; rush ${rushed - beginning} ms, then ${settled - rushed} ms`,
      );
    });
  }
});
