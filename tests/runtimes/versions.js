import assert from "node:assert/strict";
import { test } from "node:test";

const ORDER = { amount: 360, currency: "TWD" };

/** What reserve takes in a version. */
function reservation(version, orderId, origin, { capture = true, payType = "NORMAL" } = {}) {
  const [confirmUrl, cancelUrl] = [`${origin}/confirm`, `${origin}/cancel`];
  if (version === "v2") return { ...ORDER, orderId, productName: "茶", confirmUrl, cancelUrl, capture, payType };
  const products = [{ name: "茶", quantity: 2, price: 180 }];
  return {
    ...ORDER,
    orderId,
    packages: [{ id: "1", amount: 360, products }],
    redirectUrls: { confirmUrl, cancelUrl },
    options: { payment: { capture, payType }, display: { locale: "zh_TW" } },
  };
}

/**
 * The three ways to pay in each version, through every operation of the client.
 *
 * @param {string} runtime
 * @param {() => { merchant: object, sandbox: object }} running What the suite has started.
 */
export function versions(runtime, running) {
  let orders = 0;
  for (const version of ["v2", "v3", "v4"]) {
    const call = async (operation, ...given) => {
      const body = JSON.stringify({ operation, arguments: given, version });
      return (await running().merchant.fetch("/call", { method: "POST", body })).json();
    };
    const done = async (operation, ...given) => {
      const { reply, error } = await call(operation, ...given);
      assert.ok(reply, `${operation}: ${JSON.stringify(error)}`);
      return reply;
    };
    /** A payment that is confirmed, and what the sandbox knows of it. */
    const paid = async (options) => {
      const { merchant, sandbox } = running();
      const orderId = `${runtime.replaceAll(" ", "-")}-${version}-${(orders += 1)}`;
      const { transactionId } = await done("reserve", reservation(version, orderId, merchant.origin, options));
      if (version !== "v2") assert.equal((await done("statusCheck", { transactionId })).status, "waiting");
      await sandbox.control.approve(transactionId);
      if (version !== "v2") assert.equal((await done("statusCheck", { transactionId })).status, "approved");
      const confirmed = await done("confirm", { transactionId, ...ORDER }, { expected: { orderId } });
      if (version !== "v2") assert.equal((await done("statusCheck", { transactionId })).status, "completed");
      const truth = async () => (await sandbox.control.transactions()).find((row) => row.transactionId === transactionId);
      return { orderId, transactionId, confirmed, truth };
    };

    test(`${runtime}, ${version}: one-off, refunded in two parts`, async () => {
      const { orderId, transactionId, truth } = await paid();
      assert.equal((await truth()).state, "CAPTURED");
      await done("refund", { transactionId, refundAmount: 100 });
      const { payments } = await done("paymentCheck", { orderId });
      assert.equal(Math.abs(payments[0].refundList[0].refundAmount), 100);
      await done("refund", { transactionId });
      assert.equal((await truth()).state, "REFUNDED");
      assert.equal((await call("refund", { transactionId })).error.returnCode, "1165");
    });

    test(`${runtime}, ${version}: authorised, then captured in part or voided`, async () => {
      const first = await paid({ capture: false });
      const { authorizations } = await done("authCheck", { transactionId: first.transactionId });
      assert.equal(authorizations[0].payStatus, "AUTHORIZATION");
      await done("capture", { transactionId: first.transactionId, amount: 300, currency: "TWD" });
      assert.equal((await first.truth()).state, "CAPTURED");
      assert.equal((await call("authCheck", { transactionId: first.transactionId })).error.code, "NOT_FOUND");
      const second = await paid({ capture: false });
      await done("void", { transactionId: second.transactionId });
      assert.equal((await second.truth()).state, "VOIDED");
    });

    test(`${runtime}, ${version}: automatic payments by regKey`, async () => {
      const { confirmed, orderId } = await paid({ payType: "PREAPPROVED" });
      const { regKey } = confirmed;
      assert.match(regKey, /^[A-Z0-9]+$/);
      await done("regKeyCheck", { regKey });
      const again = `${orderId}-2`;
      const { transactionId } = await done("preApproval", { regKey, ...ORDER, orderId: again, productName: "茶" });
      const { payments } = await done("paymentCheck", { orderId: [again] });
      assert.deepEqual(payments.map((row) => row.transactionId), [transactionId]);
      await done("regKeyExpire", { regKey });
      const { error } = await call("preApproval", { regKey, ...ORDER, orderId: `${orderId}-3`, productName: "茶" });
      assert.equal(error.returnCode, "1193");
      assert.equal(error.outcome, "not-executed");
    });

    test(`${runtime}, ${version}: a regKey whose confirm answer is lost, and what the merchant is told`, async () => {
      const { merchant, sandbox } = running();
      const at = version === "v2" ? "/pay" : `/${version}`;
      const orderId = `${runtime.replaceAll(" ", "-")}-${version}-key-lost`;
      const body = JSON.stringify({ orderId, payType: "PREAPPROVED" });
      const reserved = await (await merchant.fetch(`${at}/reserve`, { method: "POST", headers: { "content-type": "application/json" }, body })).json();
      const { redirectUrl } = await sandbox.control.approve(reserved.transactionId);
      await sandbox.control.arm({ operation: "confirm", when: "after", kind: "status502" });
      const { pathname, search } = new URL(redirectUrl);
      for (let visits = 0; visits < 2; visits += 1) {
        const page = await (await merchant.fetch(pathname + search, { headers: { "accept-language": "en" } })).text();
        assert.match(page, /Payment received/);
        assert.doesNotMatch(page, /regKey/, "no business of the buyer's");
      }
      const { paid, problems } = await (await merchant.fetch("/told")).json();
      const mine = paid.filter((payment) => payment.orderId === orderId);
      assert.ok(mine.length >= 2 && mine.every((payment) => payment.captured && !("regKey" in payment)));
      const [problem, ...others] = problems.filter(({ asked }) => asked?.orderId === orderId);
      assert.deepEqual([problem?.kind, problem?.got.transactionId, others.length], ["reg-key-lost", reserved.transactionId, 0]);
      assert.match(problem.message, /no query returns it.*register again.*or refund/);
      assert.match(problem.error, /register again, or refund/);

      const direct = `${orderId}-direct`;
      const { transactionId } = await done("reserve", reservation(version, direct, merchant.origin, { payType: "PREAPPROVED" }));
      await sandbox.control.approve(transactionId);
      await sandbox.control.arm({ operation: "confirm", when: "after", kind: "status502" });
      const first = await call("confirm", { transactionId, ...ORDER });
      const repeated = await call("confirm", { transactionId, ...ORDER });
      assert.equal(repeated.error.returnCode, "1172");
      for (const { error } of [first, repeated]) {
        assert.equal(error.outcome, "unknown");
        assert.match(error.message, /regKey.*register again, or refund/);
      }
      const { payments } = await done("paymentCheck", { orderId: direct });
      assert.deepEqual([payments[0].transactionId, "regKey" in payments[0]], [transactionId, false]);
    });

    test(`${runtime}, ${version}: the checkout, captured at once or only authorised`, async () => {
      const { merchant, sandbox } = running();
      const at = version === "v2" ? "/pay" : `/${version}`;
      for (const capture of [true, false]) {
        const orderId = `${runtime.replaceAll(" ", "-")}-${version}-checkout-${capture}`;
        const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ orderId, capture }) };
        const reserved = await (await merchant.fetch(`${at}/reserve`, post)).json();
        const visit = async (url) => {
          const { pathname, search } = new URL(url);
          return (await merchant.fetch(pathname + search, { headers: { "accept-language": "en", accept: "application/json" } })).text();
        };
        const { redirectUrl } = await sandbox.control.approve(reserved.transactionId);
        for (let visits = 0; visits < 2; visits += 1) {
          assert.match(await visit(redirectUrl), capture ? /Payment received/ : /Payment approved/);
        }
        const state = JSON.parse(await visit(reserved.statusUrl));
        assert.equal(state.state, capture ? "paid" : "authorized");
        assert.equal(state.payment.captured, capture);
        const rows = (await sandbox.control.transactions()).filter((row) => row.orderId === orderId);
        assert.deepEqual(rows.map((row) => row.state), [capture ? "CAPTURED" : "AUTHORIZED"]);
      }
    });
  }

  test(`${runtime}: v2 has no statusCheck, and says so before anything is sent`, async () => {
    const { merchant, sandbox } = running();
    const before = (await sandbox.control.calls()).length;
    const body = JSON.stringify({ operation: "statusCheck", arguments: [{ transactionId: "2026050712345678910" }], version: "v2" });
    const { error } = await (await merchant.fetch("/call", { method: "POST", body })).json();
    assert.equal(error.code, "UNSUPPORTED");
    assert.equal((await sandbox.control.calls()).length, before);
  });
}
