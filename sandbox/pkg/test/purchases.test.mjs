// `linepay-sandbox` from the built package, in one process with its client: payments, faults, the clock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createCheckout } from "linepay-edge/checkout";
import { createSandbox, SandboxError } from "linepay-sandbox";
import { CONFIRM, KEYS, PRODUCTS, START, URLS, approved, clientOf, order, states } from "./in-process.mjs";

for (const version of ["v2", "v3", "v4"]) {
  test(`a purchase in ${version}: the buyer comes back to confirmUrl, the money is taken once`, async () => {
    const sandbox = await createSandbox(KEYS);
    const linePay = clientOf(sandbox, { version });
    const request = version === "v2" ? { orderId: "ORD-1", ...CONFIRM, productName: "Tea", ...URLS } : order("ORD-1");
    const { transactionId, paymentUrl } = await linePay.reserve(request);
    assert.equal(new URL(paymentUrl.web).origin, sandbox.baseUrl);
    const { redirectUrl, state, method } = await sandbox.approve(transactionId, { method: "BALANCE" });
    assert.deepEqual([state, method], ["AUTHENTICATED", "BALANCE"]);
    const back = new URL(redirectUrl);
    assert.equal(`${back.origin}${back.pathname}`, "https://shop.example.com/paid");
    assert.deepEqual([back.searchParams.get("cart"), back.searchParams.get("transactionId")], ["7", transactionId]);
    const { payInfo } = await linePay.confirm({ transactionId, ...CONFIRM }, { expected: { orderId: "ORD-1" } });
    assert.deepEqual(
      payInfo.map(({ method: paid, amount }) => [paid, amount]),
      [["BALANCE", 360]],
    );
    await assert.rejects(linePay.confirm({ transactionId, ...CONFIRM }), { code: "REFUSED", returnCode: "1172" });
    await linePay.refund({ transactionId, refundAmount: 60 });
    const [payment] = await sandbox.transactions();
    assert.deepEqual([payment.state, payment.captured, payment.refunded, payment.version], ["PARTLY_REFUNDED", 360, 60, version]);
    assert.deepEqual(
      (await sandbox.calls()).map(({ operation }) => operation),
      ["reserve", "confirm", "confirm", "refund"],
    );
  });
}

test("a whole checkout without a network: the shop's worker, its client, LINE Pay and the buyer", async () => {
  const sandbox = await createSandbox(KEYS);
  const paid = [];
  const checkout = createCheckout({
    linePay: () => clientOf(sandbox),
    quote: () => ({ orderId: "ORD-1", ...CONFIRM, packages: [{ id: "1", amount: 360, products: PRODUCTS }] }),
    onPaid: async (payment) => void paid.push(payment.key),
  });
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  const reserved = await (await checkout.fetch(new Request("https://shop.example.com/pay/reserve", post), {})).json();
  const { redirectUrl } = await sandbox.approve(reserved.transactionId);
  await sandbox.arm({ operation: "confirm", when: "after", kind: "drop" });
  const page = await (await checkout.fetch(new Request(redirectUrl), {})).text();
  assert.match(page, /Payment received/);
  assert.deepEqual(paid, [reserved.transactionId]);
  assert.deepEqual(await states(sandbox), ["CAPTURED"]);
});

test("the buyer cancels, and the method is declined", async () => {
  const sandbox = await createSandbox(KEYS);
  const linePay = clientOf(sandbox);
  const ids = [];
  for (const orderId of ["ORD-1", "ORD-2"]) ids.push((await linePay.reserve(order(orderId))).transactionId);
  assert.equal((await sandbox.cancel(ids[0])).redirectUrl, URLS.cancelUrl);
  assert.equal((await sandbox.decline(ids[1])).state, "FAILED");
  const now = await sandbox.transactions();
  assert.deepEqual(
    ids.map((id) => now.find(({ transactionId }) => transactionId === id).state),
    ["CANCELLED", "FAILED"],
  );
  await assert.rejects(sandbox.approve(ids[0]), (error) => error instanceof SandboxError && error.status === 409);
  await assert.rejects(sandbox.approve("1"), { name: "SandboxError", status: 404, message: /no such transaction/ });
  await assert.rejects(sandbox.approve("../reset"), { status: 404 });
  assert.equal((await sandbox.transactions()).length, 2);
});

test("drop: fetch rejects with a TypeError; before, nothing happened, after, it did", async () => {
  const { sandbox, linePay, transactionId } = await approved();
  for (const [when, state] of [
    ["before", "AUTHENTICATED"],
    ["after", "CAPTURED"],
  ]) {
    await sandbox.arm({ operation: "confirm", when, kind: "drop" });
    await assert.rejects(linePay.confirm({ transactionId, ...CONFIRM }), { code: "NETWORK", outcome: "unknown" });
    assert.deepEqual(await states(sandbox), [state]);
  }
  await sandbox.arm({ operation: "paymentCheck", kind: "drop" });
  let failure;
  const noted = (url, init) =>
    sandbox.fetch(url, init).catch((error) => {
      failure = error;
      throw error;
    });
  await clientOf(sandbox, { fetch: noted })
    .paymentCheck({ orderId: ["ORD-1"] })
    .catch(() => {});
  assert.ok(failure instanceof TypeError, `${failure}`);
});

test("hang: nothing until the caller's signal or time is up, and the effect stays", async () => {
  const { sandbox, linePay, transactionId } = await approved({}, { timeouts: { confirm: 100 } });
  await sandbox.arm({ operation: "confirm", when: "after", kind: "hang" });
  const start = Date.now();
  await assert.rejects(linePay.confirm({ transactionId, ...CONFIRM }), { code: "TIMEOUT", outcome: "unknown" });
  assert.ok(Date.now() - start < 5000);
  assert.deepEqual(await states(sandbox), ["CAPTURED"]);
  await sandbox.arm({ operation: "refund", kind: "hang", seconds: 0 });
  await assert.rejects(linePay.refund({ transactionId }), { code: "NETWORK" });

  await sandbox.arm({ operation: "refund", kind: "hang" });
  const why = new Error("enough");
  const controller = new AbortController();
  let rejected;
  const watched = (url, init) =>
    sandbox.fetch(url, { ...init, signal: controller.signal }).catch((error) => {
      rejected = error;
      throw error;
    });
  const refund = clientOf(sandbox, { fetch: watched }).refund({ transactionId });
  setTimeout(() => controller.abort(why), 10);
  await assert.rejects(refund, { code: "NETWORK" });
  assert.equal(rejected, why, "fetch rejects with the signal's reason");
});

test("a call that was given up before it was sent has no effect", async () => {
  const { sandbox, transactionId } = await approved();
  const before = (await sandbox.calls()).length;
  const init = { method: "POST", body: "{}", signal: AbortSignal.abort() };
  const url = `${sandbox.baseUrl}/v3/payments/${transactionId}/confirm`;
  await assert.rejects(sandbox.fetch(url, init), { name: "AbortError" });
  await assert.rejects(sandbox.fetch(new Request(url, init)), { name: "AbortError" });
  assert.equal((await sandbox.calls()).length, before);
});

test("every kind of fault reaches the client as what it is", async () => {
  const { sandbox, linePay } = await approved();
  for (const [fault, expected] of [
    [{ kind: "status502" }, { code: "GATEWAY", status: 502 }],
    [{ kind: "html502" }, { code: "GATEWAY", status: 502 }],
    [{ kind: "truncated" }, { code: "MALFORMED_REPLY" }],
    [
      { kind: "code", code: "9000" },
      { code: "REFUSED", returnCode: "9000" },
    ],
  ]) {
    const armed = await sandbox.arm({ operation: "refund", ...fault });
    assert.equal(armed.length, 1);
    await assert.rejects(linePay.refund({ transactionId: "2026050712345678910" }), expected, fault.kind);
  }
  await sandbox.arm({ operation: "refund", kind: "drop", times: 3 });
  await sandbox.disarm();
  await assert.rejects(linePay.refund({ transactionId: "2026050712345678910" }), { code: "NOT_FOUND" });
  await assert.rejects(sandbox.arm({ operation: "refound", kind: "drop" }), { name: "SandboxError", status: 400, message: /one of/ });
});

test("the clock: the host's, and what a test adds to it", async () => {
  let now = START;
  const { sandbox, linePay, transactionId } = await approved({ now: () => now });
  assert.equal((await sandbox.time()).getTime(), START);
  assert.match(transactionId, /^20260507/);
  now += 60_000;
  assert.equal((await sandbox.advance(1500)).getTime(), START + 62_000, "the part of a second counts as one");
  await sandbox.advance(20 * 60_000);
  assert.deepEqual(await states(sandbox), ["EXPIRED"]);
  await assert.rejects(linePay.confirm({ transactionId, ...CONFIRM }), { returnCode: "1180" });
  for (const wrong of [-5, Number.NaN, Number.POSITIVE_INFINITY, "1000", undefined, 5n]) {
    await assert.rejects(sandbox.advance(wrong), {
      name: "SandboxError",
      message: /^advance: milliseconds must be a number .*0 or more: .*reset/,
    });
  }
  await sandbox.reset();
  assert.deepEqual([(await sandbox.time()).getTime(), await sandbox.transactions(), await sandbox.calls()], [now, [], []]);
});

test("a wrong secret, and an address that is not on the list, are refused as LINE Pay does", async () => {
  const sandbox = await createSandbox({ ...KEYS, allow: ["203.0.113.0/24"] });
  const wrong = { channelSecret: "f".repeat(32) };
  for (const version of ["v2", "v3", "v4"]) {
    await assert.rejects(clientOf(sandbox, { version, ...wrong }).paymentCheck({ orderId: ["ORD-1"] }), {
      code: "REFUSED",
      returnCode: "1106",
    });
  }
  await assert.rejects(clientOf(sandbox, { channelId: "1600000009" }).paymentCheck({ orderId: ["ORD-1"] }), { returnCode: "1104" });
  await assert.rejects(clientOf(sandbox, { version: "v2" }).paymentCheck({ orderId: ["ORD-1"] }), {
    returnCode: "1106",
    returnMessage: /127\.0\.0\.1/,
  });
  const relay = (url, init) =>
    sandbox.fetch(url, { ...init, headers: [...new Headers(init.headers), ["x-sandbox-peer-address", "203.0.113.9"]] });
  await assert.rejects(clientOf(sandbox, { version: "v2", fetch: relay }).paymentCheck({ orderId: ["ORD-1"] }), { code: "NOT_FOUND" });
});

test("confirmUrlType SERVER: approve waits for the shop's own server", async () => {
  const called = [];
  const sandbox = await createSandbox({ ...KEYS, onCallback: async (url) => void called.push(url) });
  const linePay = clientOf(sandbox);
  const { transactionId } = await linePay.reserve(order("ORD-1", { redirectUrls: { ...URLS, confirmUrlType: "SERVER" } }));
  const { redirectUrl } = await sandbox.approve(transactionId);
  assert.equal(redirectUrl, null);
  assert.equal(called.length, 1);
  assert.equal(new URL(called[0]).searchParams.get("transactionId"), transactionId);
});

test("feeInquiryUrl: the shop's own server says what the shipping costs; without one nobody does", async () => {
  const shippingMethods = [{ id: "fast", name: "Express", amount: 60 }];
  const offers = { returnCode: "0000", info: { shippingMethods } };
  const shipping = { type: "SHIPPING", feeAmount: 20, feeInquiryUrl: "https://shop.example.com/fee" };
  for (const onFeeInquiry of [undefined, () => offers, async (url, body) => Response.json({ ...offers, url, body })]) {
    const sandbox = await createSandbox({ ...KEYS, ...(onFeeInquiry === undefined ? {} : { onFeeInquiry }) });
    const request = order("ORD-1", { amount: 380, options: { shipping } });
    const { paymentUrl, transactionId } = await clientOf(sandbox).reserve(request);
    const id = new URL(paymentUrl.web).searchParams.get("transactionReserveId");
    const page = async (path, init) => (await sandbox.fetch(sandbox.baseUrl + path, init)).json();
    const { simulatorUrl } = await page(`/web/payment/check/${id}`);
    const view = await page(simulatorUrl, { method: "POST", body: '{"action":"inquire"}' });
    if (onFeeInquiry === undefined) {
      assert.match(view.error, /did not answer/);
      continue;
    }
    assert.deepEqual(view.shippingMethods, [{ id: "fast", name: "Express", amount: 60, total: 420 }]);
    const { amount } = await sandbox.approve(transactionId, { shipping: { methodId: "fast", feeAmount: 60 } });
    assert.equal(amount, 420);
  }
});

test("a refusal that lies with the payer is what confirm answers", async () => {
  const { linePay, sandbox } = await approved();
  const { transactionId } = await linePay.reserve(order("ORD-2"));
  await sandbox.approve(transactionId, { refusal: "1142" });
  await assert.rejects(linePay.confirm({ transactionId, ...CONFIRM }), { code: "REFUSED", returnCode: "1142" });
});

test("settings: at the start, later, and back", async () => {
  const sandbox = await createSandbox({ ...KEYS, settings: { confirmRepeated: "1152", currency: "JPY" } });
  assert.equal((await sandbox.settings()).confirmRepeated, "1152");
  assert.equal((await sandbox.set({ merchantDisabled: true })).merchantDisabled, true);
  await assert.rejects(clientOf(sandbox).paymentCheck({ orderId: ["ORD-1"] }), { returnCode: "1105" });
  await sandbox.reset();
  const { merchantDisabled, currency } = await sandbox.settings();
  assert.deepEqual([merchantDisabled, currency], [false, "JPY"]);
});

test("automatic payments: the buyer ends a regKey", async () => {
  const sandbox = await createSandbox(KEYS);
  const linePay = clientOf(sandbox);
  const { transactionId } = await linePay.reserve(order("ORD-1", { options: { payment: { payType: "PREAPPROVED" } } }));
  await sandbox.approve(transactionId);
  const { regKey } = await linePay.confirm({ transactionId, ...CONFIRM });
  await linePay.preApproval({ regKey, orderId: "ORD-2", ...CONFIRM, productName: "Tea" });
  assert.equal((await sandbox.endRegKey(regKey)).ended, "BUYER");
  assert.deepEqual(
    (await sandbox.regKeys()).map(({ issuedBy }) => issuedBy),
    [transactionId],
  );
  await assert.rejects(linePay.regKeyCheck({ regKey }), { code: "REFUSED", returnCode: "1141" });
});

test("two sandboxes know nothing of each other; the same seed, clock and calls give the same ids", async () => {
  const [one, other] = [await approved(), await createSandbox(KEYS)];
  assert.deepEqual(await other.transactions(), []);
  const seeded = { seed: "s", now: () => START };
  const ids = [];
  for (let times = 0; times < 2; times += 1) ids.push((await approved(seeded)).transactionId);
  assert.equal(ids[0], ids[1]);
  assert.notEqual(one.transactionId, (await approved()).transactionId);
});
