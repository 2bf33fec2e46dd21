// `linepay-edge/sandbox` from the built package, in one process with its client.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { createCheckout } from "linepay-edge/checkout";
import { LinePay } from "linepay-edge";
import { createSandbox, SandboxError } from "linepay-edge/sandbox";
import * as glue from "../wasm/sandbox/linepay_sandbox.js";

const SECRET = "0123456789abcdef0123456789abcdef";
const KEYS = { channelId: "1600000001", channelSecret: SECRET };
const START = Date.UTC(2026, 4, 7, 3, 4, 5);
const URLS = { confirmUrl: "https://shop.example.com/paid?cart=7", cancelUrl: "https://shop.example.com/cart" };
const PRODUCTS = [{ name: "Tea", quantity: 1, price: 360 }];
const order = (orderId, more = {}) => ({ orderId, amount: 360, currency: "TWD", packages: [{ id: "1", amount: 360, products: PRODUCTS }], redirectUrls: URLS, ...more });
const CONFIRM = { amount: 360, currency: "TWD" };

const clientOf = (sandbox, more = {}) => new LinePay({ ...KEYS, version: "v3", baseUrl: sandbox.baseUrl, fetch: sandbox.fetch, ...more });
const states = async (sandbox) => (await sandbox.transactions()).map(({ state }) => state);

/** A sandbox, a client of it, and a reservation that the buyer has approved. */
async function approved(options = {}, more = {}) {
  const sandbox = await createSandbox({ ...KEYS, ...options });
  const linePay = clientOf(sandbox, more);
  const { transactionId } = await linePay.reserve(order("ORD-1"));
  const payment = await sandbox.approve(transactionId);
  return { sandbox, linePay, transactionId, payment };
}

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
    assert.deepEqual(payInfo.map(({ method: paid, amount }) => [paid, amount]), [["BALANCE", 360]]);
    await assert.rejects(linePay.confirm({ transactionId, ...CONFIRM }), { code: "REFUSED", returnCode: "1172" });
    await linePay.refund({ transactionId, refundAmount: 60 });
    const [payment] = await sandbox.transactions();
    assert.deepEqual([payment.state, payment.captured, payment.refunded, payment.version], ["PARTLY_REFUNDED", 360, 60, version]);
    assert.deepEqual((await sandbox.calls()).map(({ operation }) => operation), ["reserve", "confirm", "confirm", "refund"]);
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
  assert.deepEqual(ids.map((id) => now.find(({ transactionId }) => transactionId === id).state), ["CANCELLED", "FAILED"]);
  await assert.rejects(sandbox.approve(ids[0]), (error) => error instanceof SandboxError && error.status === 409);
  await assert.rejects(sandbox.approve("1"), { name: "SandboxError", status: 404, message: /no such transaction/ });
  await assert.rejects(sandbox.approve("../reset"), { status: 404 });
  assert.equal((await sandbox.transactions()).length, 2);
});

test("drop: fetch rejects with a TypeError; before, nothing happened, after, it did", async () => {
  const { sandbox, linePay, transactionId } = await approved();
  for (const [when, state] of [["before", "AUTHENTICATED"], ["after", "CAPTURED"]]) {
    await sandbox.arm({ operation: "confirm", when, kind: "drop" });
    await assert.rejects(linePay.confirm({ transactionId, ...CONFIRM }), { code: "NETWORK", outcome: "unknown" });
    assert.deepEqual(await states(sandbox), [state]);
  }
  await sandbox.arm({ operation: "paymentCheck", kind: "drop" });
  let failure;
  const noted = (url, init) => sandbox.fetch(url, init).catch((error) => Promise.reject((failure = error)));
  await clientOf(sandbox, { fetch: noted }).paymentCheck({ orderId: ["ORD-1"] }).catch(() => {});
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
  const watched = (url, init) => sandbox.fetch(url, { ...init, signal: controller.signal }).catch((error) => Promise.reject((rejected = error)));
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
    [{ kind: "code", code: "9000" }, { code: "REFUSED", returnCode: "9000" }],
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
  for (const wrong of [-1000, Number.NaN, Number.POSITIVE_INFINITY]) await assert.rejects(sandbox.advance(wrong), { status: 400 });
  await sandbox.reset();
  assert.deepEqual([(await sandbox.time()).getTime(), await sandbox.transactions(), await sandbox.calls()], [now, [], []]);
});

test("a wrong secret, and an address that is not on the list, are refused as LINE Pay does", async () => {
  const sandbox = await createSandbox({ ...KEYS, allow: ["203.0.113.0/24"] });
  const wrong = { channelSecret: "f".repeat(32) };
  for (const version of ["v2", "v3", "v4"]) {
    await assert.rejects(clientOf(sandbox, { version, ...wrong }).paymentCheck({ orderId: ["ORD-1"] }), { code: "REFUSED", returnCode: "1106" });
  }
  await assert.rejects(clientOf(sandbox, { channelId: "1" }).paymentCheck({ orderId: ["ORD-1"] }), { returnCode: "1104" });
  await assert.rejects(clientOf(sandbox, { version: "v2" }).paymentCheck({ orderId: ["ORD-1"] }), { returnCode: "1106", returnMessage: /127\.0\.0\.1/ });
  const relay = (url, init) => sandbox.fetch(url, { ...init, headers: [...new Headers(init.headers), ["x-sandbox-peer-address", "203.0.113.9"]] });
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
  assert.deepEqual((await sandbox.regKeys()).map(({ issuedBy }) => issuedBy), [transactionId]);
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

test("another address, and the buyer's pages, answer with what to do", async () => {
  const sandbox = await createSandbox({ ...KEYS, origin: "https://pay.shop.test/" });
  assert.equal(sandbox.baseUrl, "https://pay.shop.test");
  const elsewhere = new LinePay({ ...KEYS, version: "v3", fetch: sandbox.fetch });
  await assert.rejects(elsewhere.reserve(order("ORD-1")), (error) => error.status === 421 && /https:\/\/pay\.shop\.test/.test(error.raw));
  const { paymentUrl } = await clientOf(sandbox).reserve(order("ORD-1"));
  const page = await sandbox.fetch(paymentUrl.web);
  assert.equal(page.status, 404);
  assert.match(await page.text(), /sandbox\.approve/);
});

test("wrong options are named, their values are not", async () => {
  for (const [options, message] of [
    [undefined, /channelId must be a text/],
    [{ channelId: "1" }, /channelSecret must be a text/],
    [{ ...KEYS, channelSecret: "" }, /channelSecret must be a text/],
    [{ ...KEYS, channelSecret: [SECRET] }, /channelSecret must be a text/],
    [{ ...KEYS, channelsecret: SECRET }, /channelsecret is no option/],
    [{ ...KEYS, now: 5 }, /now must be a function/],
    [{ ...KEYS, settings: { merchantDisable: true } }, /merchantDisable.*merchantDisabled/],
    [{ ...KEYS, allow: ["203.0.113.7/8"] }, /allow: .*203\.0\.113\.0\/24/],
    [{ ...KEYS, origin: "https://a.test/path" }, /origin must be an origin/],
    [{ ...KEYS, origin: "javascript:1" }, /origin must be an origin/],
  ]) {
    await assert.rejects(createSandbox(options), (error) => {
      assert.ok(error instanceof SandboxError, `${error}`);
      assert.match(error.message, message);
      assert.ok(!inspect(error, { showHidden: true }).includes(SECRET));
      return true;
    });
  }
});

test("neither the sandbox nor what it tells holds the secret", async () => {
  const { sandbox, linePay, transactionId } = await approved();
  await clientOf(sandbox, { version: "v2" }).paymentCheck({ orderId: [SECRET] }).catch(() => {});
  await linePay.confirm({ transactionId, ...CONFIRM });
  const told = [await sandbox.calls(), await sandbox.transactions(), await sandbox.settings(), sandbox];
  assert.ok(!JSON.stringify(told).includes(SECRET));
  assert.ok(!inspect(sandbox, { showHidden: true, depth: 9 }).includes(SECRET));
});

test("bodies that LINE Pay would not read do not end the sandbox", async () => {
  const sandbox = await createSandbox(KEYS);
  const headers = { "content-type": "application/json", "x-line-channelid": KEYS.channelId, "x-line-channelsecret": SECRET };
  const post = (body) => sandbox.fetch(`${sandbox.baseUrl}/v2/payments/request`, { method: "POST", headers, body });
  for (const [body, code] of [
    ["x".repeat((1 << 20) + 1), "2101"],
    [new Uint8Array([0xff, 0xfe]), "2102"],
    ["[".repeat(100_000), "2102"],
    ["", "2102"],
  ]) {
    const { returnCode } = await (await post(body)).json();
    assert.equal(returnCode, code);
  }
  assert.deepEqual(await states(sandbox), []);
});

test("the types name every setting and every field that the sandbox tells", async () => {
  const declared = (file, name) => {
    const text = readFileSync(new URL(`../dist/sandbox/${file}.d.ts`, import.meta.url), "utf8");
    const [, body] = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(text);
    return [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, key]) => key).sort();
  };
  const { sandbox, linePay, transactionId } = await approved();
  const { transactionId: other } = await linePay.reserve(order("ORD-2", { options: { payment: { payType: "PREAPPROVED" } } }));
  await sandbox.approve(other);
  for (const id of [transactionId, other]) await linePay.confirm({ transactionId: id, ...CONFIRM });
  await linePay.refund({ transactionId });
  const payment = (await sandbox.transactions()).find(({ refunds }) => refunds.length > 0);
  for (const [file, name, value] of [
    ["settings", "SandboxSettings", await sandbox.settings()],
    ["views", "SandboxPayment", payment],
    ["views", "SandboxRefund", payment.refunds[0]],
    ["views", "SandboxRegKey", (await sandbox.regKeys())[0]],
    ["views", "SandboxCall", (await sandbox.calls())[0]],
  ]) {
    assert.deepEqual(declared(file, name), Object.keys(value).sort(), name);
  }
});

test("a module that stops says so to every sandbox of it, and the next sandbox works", async () => {
  const [sandbox, other] = [await approved(), await approved()];
  new Uint8Array(glue.initSync().memory.buffer).fill(0xff);
  await assert.rejects(sandbox.sandbox.transactions(), (error) => error instanceof SandboxError && /stopped/.test(error.message) && error.cause instanceof WebAssembly.RuntimeError);
  for (const { sandbox: gone } of [sandbox, other]) await assert.rejects(gone.transactions(), { name: "SandboxError", message: /stopped/ });
  assert.deepEqual(await states((await approved()).sandbox), ["AUTHENTICATED"]);
});

test("the README's example runs as it stands", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, code] = /```js\n(import [\s\S]*?createSandbox[\s\S]*?)```/.exec(readme.slice(readme.indexOf("## Testing your shop")));
  const options = { cwd: new URL("..", import.meta.url), encoding: "utf8" };
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", `${code}\nconsole.log(redirectUrl);`], options);
  assert.match(stdout, /^https:\/\/shop\.example\.com\/paid\?/, stderr);
});

test("the README tells the module's size", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, raw, packed] = /module of its own, (\d+) KB \((\d+) KB gzip\)/.exec(readme);
  const module = readFileSync(new URL("../wasm/sandbox/linepay_sandbox_bg.wasm", import.meta.url));
  for (const [told, bytes] of [[raw, module.length], [packed, gzipSync(module, { level: 9 }).length]]) {
    assert.ok(Math.abs(bytes / 1000 / told - 1) < 0.05, `${told} KB are ${bytes} bytes`);
  }
});

test("the client's module does not come along with the sandbox, nor the other way round", () => {
  const reach = (file, seen = new Set()) => {
    const path = new URL(file, import.meta.url).pathname;
    if (seen.has(path)) return seen;
    seen.add(path);
    const text = readFileSync(path, "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
    for (const [, from] of text.matchAll(/(?:from|import) "([^"]+)"/g)) {
      if (from.startsWith("#")) seen.add(from);
      else if (from.startsWith(".")) reach(new URL(from, `file://${path}`).href, seen);
    }
    return seen;
  };
  const modules = (file) => [...reach(file)].filter((name) => name.startsWith("#"));
  assert.deepEqual(modules("../dist/sandbox.js"), ["#sandbox"]);
  for (const file of ["index", "checkout"]) assert.deepEqual(modules(`../dist/${file}.js`), ["#module"]);
  for (const file of ["errors", "explain"]) assert.deepEqual(modules(`../dist/${file}.js`), []);
});
