// The eleven ways to lose money or trust at a checkout, a to k. Those that need a ledger show the harm without one; the others end
// well either way.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { built, cookieOf, keptShop, memoryLedger, ORIGIN } from "./kept.mjs";

const options = { skip: !built && "the modules are not built: cargo xtask build" };
const VERSIONS = ["v2", "v3", "v4"];
/** Without a ledger, and with one. */
const both = () => [undefined, memoryLedger()];

// Side by side: most of their time is spent on waiting for answers that do not come.
suite("the eleven holes", { ...options, concurrency: true }, () => {
  for (const version of ["v3", "v4"]) {
    test(`hole a, ${version}: a buyer who has approved never comes back`, async () => {
      const without = await keptShop({ version });
      await without.approved();
      assert.deepEqual(await without.holding(), [], "without a ledger nobody is there to confirm");
      const shop = await keptShop({ version, ledger: memoryLedger() });
      const { transactionId, statusUrl } = await shop.approved();
      await shop.sweep();
      assert.deepEqual(await shop.holding(), [transactionId]);
      assert.deepEqual(
        shop.seen.paid.map(([key]) => key),
        [`paid:${transactionId}`],
      );
      assert.equal(await shop.state(statusUrl), "paid");
    });
  }

  for (const version of VERSIONS) {
    test(`hole b, ${version}: a confirm that timed out arrives while a second reservation is being paid`, async () => {
      for (const ledger of [undefined, memoryLedger()]) {
        const shop = await keptShop({ version, ledger, timeouts: { confirm: 100 } });
        const first = await shop.approved();
        await shop.sandbox.arm({ operation: "confirm", kind: "late", seconds: 60 });
        assert.equal(await shop.page(first.back), "Still being confirmed");
        const second = await shop.pay();
        if (second.transactionId !== undefined) await shop.page(await shop.approve(second.transactionId));
        await shop.sandbox.advance(61_000);
        const held = await shop.holding();
        assert.equal(held.length, ledger === undefined ? 2 : 1, "charged twice without a ledger");
        if (ledger !== undefined) assert.deepEqual([second.status, second.error.code], [409, "ORDER_UNDER_WAY"]);
      }
    });

    test(`hole c, ${version}: payment details that are late by one answer`, async () => {
      for (const ledger of [undefined, memoryLedger()]) {
        const shop = await keptShop({ version, ledger });
        const [first, second] = [await shop.approved(), await shop.pay()];
        const other = second.transactionId === first.transactionId ? undefined : await shop.approve(second.transactionId);
        assert.equal(await shop.page(first.back), "Payment received");
        for (const operation of ["paymentCheck", "authCheck"]) {
          await shop.sandbox.arm({ operation, when: "before", kind: "code", code: "1150" }).catch(() => undefined);
        }
        await shop.page(other ?? first.back);
        assert.equal((await shop.holding()).length, ledger === undefined ? 2 : 1);
      }
    });

    test(`hole d, ${version}: an order reserved many times at once`, async () => {
      for (const ledger of [undefined, memoryLedger()]) {
        const shop = await keptShop({ version, ledger });
        const reserved = await Promise.all(Array.from({ length: 6 }, () => shop.pay()));
        const transactions = [...new Set(reserved.map(({ transactionId }) => transactionId))];
        const backs = await Promise.all(transactions.map(shop.approve));
        await Promise.all(backs.map((back) => shop.page(back)));
        assert.equal((await shop.holding()).length, ledger === undefined ? 6 : 1);
        if (ledger !== undefined) assert.equal(shop.seen.paid.length, 1);
      }
    });

    test(`hole k, ${version}: the signing key is changed while a buyer is at LINE Pay`, async () => {
      for (const ledger of [undefined, memoryLedger()]) {
        const shop = await keptShop({ version, ledger, signingKey: "a".repeat(32) });
        const { back, transactionId } = await shop.approved();
        const changed = shop.make({ signingKey: "b".repeat(32) });
        const title = await shop.page(back, {}, changed);
        assert.equal(title, ledger === undefined ? "This link does not work" : "Payment received");
        assert.equal((await shop.holding()).length, ledger === undefined ? 0 : 1);
        if (ledger === undefined) continue;
        // Nothing is shown for a link that nobody has signed and that names nothing of the order.
        const odd = back.replace(transactionId, "2026050799999999999");
        assert.equal(await shop.page(odd, {}, changed), "This link does not work");
        assert.deepEqual(
          shop.seen.paid.map(([key]) => key),
          [`paid:${transactionId}`],
        );
      }
    });

    test(`hole e, ${version}: one orderId with two sums, and with capture and without`, async () => {
      for (const ledger of both()) {
        const shop = await keptShop({ version, ledger });
        const first = await shop.approved({ amount: 500 });
        const second = await shop.approved({ amount: 360 });
        await shop.page(second.back);
        await shop.page(first.back);
        const held = await shop.holding();
        assert.equal(held.length, 1, "the second visit charges nothing more");
        assert.deepEqual(
          shop.seen.paid.map(([, { amount }]) => amount),
          [360],
        );
        // An authorisation is never told as captured.
        const other = await keptShop({ version, ledger: ledger && memoryLedger() });
        const authorised = await other.approved({ capture: false });
        await other.pay({ capture: true });
        await other.page(authorised.back);
        for (const [, { captured }] of other.seen.paid) assert.equal(captured, false);
      }
    });

    test(`hole f, ${version}: back in another browser, which holds an older cookie of the order`, async () => {
      for (const ledger of both()) {
        const shop = await keptShop({ version, ledger });
        const { cookie } = await shop.pay();
        const newer = await shop.pay({ amount: 500 });
        const back = await shop.approve(newer.transactionId);
        assert.equal(await shop.page(back, { cookie }), "Payment received");
        assert.deepEqual(await shop.holding(), [newer.transactionId]);
      }
    });

    test(`hole g, ${version}: paying again for a paid order`, async () => {
      for (const ledger of both()) {
        const shop = await keptShop({ version, ledger });
        const { back } = await shop.approved();
        assert.equal(await shop.page(back), "Payment received");
        const again = await shop.pay();
        assert.deepEqual([again.status, again.state, again.error?.code], [409, "paid", "ALREADY_PAID"]);
        assert.equal(await shop.page(again.statusUrl), "Payment received");
      }
    });

    test(`hole i, ${version}: a regKey is lost in a visit that ends without an answer`, async () => {
      for (const withLedger of [false, true]) {
        let ahead = 0;
        const ledger = withLedger ? memoryLedger({ now: () => Date.now() + ahead }) : undefined;
        const shop = await keptShop({ version, ledger, more: { payType: "PREAPPROVED" }, timeouts: { confirm: 100 } });
        const { back, cookie } = await shop.approved();
        await shop.sandbox.arm({ operation: "confirm", kind: "late", seconds: 30 });
        const pending = await shop.ask(back, { cookie });
        assert.match(await pending.text(), /<h1>Still being confirmed/);
        await shop.sandbox.advance(31_000);
        ahead = 600_000;
        assert.equal(await shop.page(back, { cookie: cookieOf(pending) || cookie }), "Payment received");
        if (withLedger) await shop.sweep();
        const lost = shop.seen.problems.filter(({ kind }) => kind === "reg-key-lost");
        assert.equal(lost.length, 1, JSON.stringify(shop.seen.problems));
      }
    });

    test(`hole j, ${version}: another tab's confirm is under way`, async () => {
      for (const ledger of both()) {
        const shop = await keptShop({ version, ledger });
        const { back } = await shop.approved();
        await shop.sandbox.arm({ operation: "confirm", when: "after", kind: "delay", seconds: 1 });
        const first = shop.page(back);
        await sleep(300);
        const second = await shop.page(back);
        assert.ok(["Still being confirmed", "Payment received"].includes(second), second);
        assert.equal(await first, "Payment received");
        assert.equal((await shop.holding()).length, 1);
      }
    });
  }

  test("hole h: the buyer chooses another shipping fee, which the quote allows", options, async () => {
    const shipping = { type: "SHIPPING", feeAmount: 20, feeInquiryUrl: `${ORIGIN}/fee`, feeInquiryType: "FIXED" };
    for (const ledger of both()) {
      const shop = await keptShop({ version: "v3", ledger, more: { shipping, maxShippingFeeAmount: 80 } });
      const reserved = await shop.pay({ amount: 380 });
      assert.equal(reserved.status, 200, JSON.stringify(shop.seen.problems));
      const { redirectUrl } = await shop.sandbox.approve(reserved.transactionId, { shipping: { feeAmount: 60, methodId: "fast" } });
      assert.equal(await shop.page(redirectUrl), "Payment received");
      assert.deepEqual(
        shop.seen.paid.map(([, { amount }]) => amount),
        [420],
      );
    }
  });
});
