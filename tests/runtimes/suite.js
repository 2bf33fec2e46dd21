import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CREDENTIALS, startOwnSandbox } from "../sandbox-control.js";
import { versions } from "./versions.js";

/** The captured payments of an order: what the buyer was charged for it. */
const charged = async (control, orderId) =>
  (await control.transactions()).filter((payment) => payment.orderId === orderId && payment.capturedAt);

/**
 * The same payments on any runtime.
 *
 * @param {string} runtime
 * @param {(bindings: Record<string, string>) => Promise<{ fetch: (path: string, init?: object) => Promise<Response>,
 *   origin: string, stop?: () => Promise<void> }>} start Starts merchant.js there.
 */
export function suite(runtime, start) {
  let merchant;
  let sandbox;
  let orders = 0;
  const newOrder = () => `ORD-${runtime}-${(orders += 1)}`;
  const call = async (operation, ...given) => {
    const body = JSON.stringify({ operation, arguments: given });
    const response = await merchant.fetch("/call", { method: "POST", body });
    return response.json();
  };
  const reserveRequest = (orderId) => ({
    orderId,
    amount: 360,
    currency: "TWD",
    productName: "高山烏龍茶 150g",
    confirmUrl: `${merchant.origin}/pay/confirm`,
    cancelUrl: `${merchant.origin}/pay/cancel`,
  });
  const checkoutReserve = async (orderId) => {
    const response = await merchant.fetch("/pay/reserve", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ orderId }),
    });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return { ...JSON.parse(text), cookie: response.headers.get("set-cookie")?.split(";")[0] };
  };
  const status = async (reserved) => {
    const { pathname, search } = new URL(reserved.statusUrl);
    const headers = { accept: "application/json", ...(reserved.cookie ? { cookie: reserved.cookie } : {}) };
    return (await merchant.fetch(pathname + search, { headers })).json();
  };
  /** Approves as the buyer does and gives the path of the confirm page to which LINE Pay sends the browser. */
  const approve = async (transactionId) => {
    const { redirectUrl } = await sandbox.control.approve(transactionId);
    const url = new URL(redirectUrl);
    assert.equal(url.origin, merchant.origin);
    return url.pathname + url.search;
  };
  const visit = async (path, cookie) => {
    const response = await merchant.fetch(path, { headers: { "accept-language": "en", ...(cookie ? { cookie } : {}) } });
    return { status: response.status, text: await response.text() };
  };

  before(async () => {
    sandbox = await startOwnSandbox();
    merchant = await start({
      LINE_PAY_CHANNEL_ID: CREDENTIALS.channelId,
      LINE_PAY_CHANNEL_SECRET: CREDENTIALS.channelSecret,
      LINE_PAY_BASE_URL: sandbox.control.url,
    });
  });
  after(async () => {
    await merchant?.stop?.();
    await sandbox?.stop();
  });

  test(`${runtime}: reserve, approve, confirm, payment-check, refund`, async () => {
    const orderId = newOrder();
    const { reply: reserved } = await call("reserve", reserveRequest(orderId));
    assert.match(reserved.transactionId, /^\d{19}$/);
    assert.equal(new URL(reserved.paymentUrl.web).origin, sandbox.control.url);

    const early = await call("confirm", { transactionId: reserved.transactionId, amount: 360, currency: "TWD" });
    assert.equal(early.error.outcome, "not-executed");
    await sandbox.control.approve(reserved.transactionId);
    const { reply: confirmed } = await call(
      "confirm",
      { transactionId: reserved.transactionId, amount: 360, currency: "TWD" },
      { expected: { orderId } },
    );
    assert.equal(confirmed.orderId, orderId);
    assert.equal(confirmed.transactionId, reserved.transactionId);
    assert.equal((await charged(sandbox.control, orderId)).length, 1);

    const { reply: check } = await call("paymentCheck", { orderId: [orderId] });
    assert.deepEqual(
      check.payments.map((payment) => payment.transactionId),
      [reserved.transactionId],
    );
    const { reply: refunded } = await call("refund", { transactionId: reserved.transactionId });
    assert.match(refunded.refundTransactionId, /^\d{19}$/);
    const [payment] = await charged(sandbox.control, orderId);
    assert.equal(payment.refunds.length, 1);
    assert.equal(payment.refunds[0].refundAmount, 360);
  });

  versions(runtime, () => ({ merchant, sandbox }));

  test(`${runtime}: bad input is named before anything is sent`, async () => {
    const before = (await sandbox.control.calls()).length;
    const { error } = await call("reserve", { ...reserveRequest(newOrder()), amount: 1.5, orderld: "x" });
    assert.equal(error.code, "INVALID_REQUEST");
    assert.equal(error.outcome, "not-executed");
    assert.deepEqual(error.issues.map((issue) => issue.path).sort(), ["amount", "orderld"]);
    assert.equal((await sandbox.control.calls()).length, before);
  });

  test(`${runtime}: a confirm reply that never comes is an unknown outcome`, async () => {
    const orderId = newOrder();
    const { reply: reserved } = await call("reserve", reserveRequest(orderId));
    await sandbox.control.approve(reserved.transactionId);
    await sandbox.control.arm({ operation: "confirm", when: "after", kind: "hang", seconds: 20 });
    const { error } = await call("confirm", { transactionId: reserved.transactionId, amount: 360, currency: "TWD" });
    assert.equal(error.code, "TIMEOUT");
    assert.equal(error.outcome, "unknown");
    assert.equal((await charged(sandbox.control, orderId)).length, 1);
  });

  test(`${runtime}: the checkout charges once, whatever is reloaded`, async () => {
    const orderId = newOrder();
    const reserved = await checkoutReserve(orderId);
    const path = await approve(reserved.transactionId);
    for (let visits = 0; visits < 3; visits += 1) {
      const page = await visit(path, reserved.cookie);
      assert.equal(page.status, 200, page.text);
      assert.match(page.text, /Payment received/);
      assert.match(page.text, new RegExp(orderId));
    }
    assert.equal((await charged(sandbox.control, orderId)).length, 1);
    assert.equal((await status(reserved)).state, "paid");
    const { paid } = await (await merchant.fetch("/told")).json();
    const keys = paid.filter((payment) => payment.orderId === orderId).map((payment) => payment.key);
    assert.ok(keys.length >= 3);
    assert.deepEqual(new Set(keys), new Set([reserved.transactionId]));
  });

  test(`${runtime}: two reservations of one order, one charge`, async () => {
    const orderId = newOrder();
    const [first, second] = [await checkoutReserve(orderId), await checkoutReserve(orderId)];
    const paths = [await approve(first.transactionId), await approve(second.transactionId)];
    for (const path of paths) assert.match((await visit(path)).text, /Payment received/);
    const payments = await charged(sandbox.control, orderId);
    assert.deepEqual(
      payments.map((payment) => payment.transactionId),
      [first.transactionId],
    );
  });

  test(`${runtime}: another order's transaction in the confirm link moves nothing`, async () => {
    const [mine, other] = [await checkoutReserve(newOrder()), await checkoutReserve(newOrder())];
    const path = await approve(mine.transactionId);
    await sandbox.control.approve(other.transactionId);
    const page = await visit(path.replace(mine.transactionId, other.transactionId), mine.cookie);
    assert.doesNotMatch(page.text, /Payment received/);
    assert.equal((await charged(sandbox.control, mine.orderId)).length, 0);
    assert.equal((await charged(sandbox.control, other.orderId)).length, 0);
    assert.match((await visit(path, mine.cookie)).text, /Payment received/);
    assert.equal((await charged(sandbox.control, mine.orderId)).length, 1);
  });

  test(`${runtime}: a confirm whose answer hangs ends in the receipt`, async () => {
    const orderId = newOrder();
    const reserved = await checkoutReserve(orderId);
    const path = await approve(reserved.transactionId);
    await sandbox.control.arm({ operation: "confirm", when: "after", kind: "hang", seconds: 20 });
    const page = await visit(path, reserved.cookie);
    assert.match(page.text, /Payment received/);
    assert.equal((await charged(sandbox.control, orderId)).length, 1);
  });

  test(`${runtime}: a buyer who cancels or has not approved is charged nothing`, async () => {
    const reserved = await checkoutReserve(newOrder());
    await sandbox.control.cancel(reserved.transactionId);
    assert.equal((await charged(sandbox.control, reserved.orderId)).length, 0);
    assert.equal((await status(reserved)).state, "unpaid");
  });

  test(`${runtime}: a post from another site is refused`, async () => {
    const response = await merchant.fetch("/pay/reserve", {
      method: "POST",
      headers: { "content-type": "application/json", "sec-fetch-site": "cross-site", origin: "https://shop.example" },
      body: JSON.stringify({ orderId: newOrder() }),
    });
    assert.equal(response.status, 403);
  });
}
