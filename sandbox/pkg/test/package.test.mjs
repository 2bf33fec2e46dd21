// What `linepay-sandbox` is as a part of the package: options, secrets, types, documents, its module.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { LinePay } from "linepay-edge";
import { createSandbox, SandboxControl, SandboxError } from "linepay-sandbox";
import * as glue from "../wasm/linepay_sandbox.js";
import { CONFIRM, KEYS, SECRET, approved, clientOf, order, states } from "./in-process.mjs";

test("another address answers with what to do", async () => {
  const sandbox = await createSandbox({ ...KEYS, origin: "https://pay.shop.test/" });
  assert.equal(sandbox.baseUrl, "https://pay.shop.test");
  const elsewhere = new LinePay({ ...KEYS, version: "v3", fetch: sandbox.fetch });
  await assert.rejects(elsewhere.reserve(order("ORD-1")), ({ status, message, raw }) => {
    assert.deepEqual([status, /another host.*baseUrl/.test(message)], [421, true], message);
    return /https:\/\/pay\.shop\.test, and it answers for no other host.*baseUrl/.test(raw);
  });
});

test("the buyer's pages and the console are served, with what they need, in one process too", async () => {
  const sandbox = await createSandbox(KEYS);
  const { transactionId, paymentUrl } = await clientOf(sandbox).reserve(order("ORD-1"));
  const { reserveId } = (await sandbox.transactions()).find((payment) => payment.transactionId === transactionId);
  for (const address of [paymentUrl.web, `${sandbox.baseUrl}/web/sandbox/payment/KEY/${reserveId}`, `${sandbox.baseUrl}/console/`]) {
    const page = await sandbox.fetch(address);
    assert.equal(page.status, 200);
    assert.match(page.headers.get("content-security-policy"), /default-src 'none'; script-src 'self'/);
    const files = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
    assert.ok(files.length >= 2);
    for (const path of files) {
      const file = await sandbox.fetch(`${sandbox.baseUrl}${path}`);
      assert.deepEqual([file.status, path, (await file.text()).length > 100], [200, path, true]);
    }
  }
  for (const path of ["nothing.js", "__proto__", "toString"]) {
    assert.equal((await sandbox.fetch(`${sandbox.baseUrl}/web/assets/${path}`)).status, 404);
  }
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
  await clientOf(sandbox, { version: "v2" })
    .paymentCheck({ orderId: [SECRET] })
    .catch(() => {});
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
    const text = readFileSync(new URL(`../dist/${file}.d.ts`, import.meta.url), "utf8");
    const [, body] = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(text);
    return [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, key]) => key).sort();
  };
  const { sandbox, linePay, transactionId } = await approved();
  const { transactionId: other } = await linePay.reserve(order("ORD-2", { options: { payment: { payType: "PREAPPROVED" } } }));
  await sandbox.approve(other);
  for (const id of [transactionId, other]) await linePay.confirm({ transactionId: id, ...CONFIRM });
  await linePay.refund({ transactionId });
  // Of a wrong signature there is more to tell.
  await assert.rejects(clientOf(sandbox, { channelSecret: "f".repeat(32) }).refund({ transactionId }), { returnCode: "1106" });
  const payment = (await sandbox.transactions()).find(({ refunds }) => refunds.length > 0);
  for (const [file, name, value] of [
    ["settings", "SandboxSettings", await sandbox.settings()],
    ["views", "SandboxPayment", payment],
    ["views", "SandboxRefund", payment.refunds[0]],
    ["views", "SandboxRegKey", (await sandbox.regKeys())[0]],
    ["views", "SandboxCall", (await sandbox.calls()).at(-1)],
  ]) {
    assert.deepEqual(declared(file, name), Object.keys(value).sort(), name);
  }
});

test("a module that stops says so to every sandbox of it, and the next sandbox works", async () => {
  const [sandbox, other] = [await approved(), await approved()];
  new Uint8Array(glue.initSync().memory.buffer).fill(0xff);
  await assert.rejects(
    sandbox.sandbox.transactions(),
    (error) => error instanceof SandboxError && /stopped/.test(error.message) && error.cause instanceof WebAssembly.RuntimeError,
  );
  for (const { sandbox: gone } of [sandbox, other]) await assert.rejects(gone.transactions(), { name: "SandboxError", message: /stopped/ });
  assert.deepEqual(await states((await approved()).sandbox), ["AUTHENTICATED"]);
});

test("a control drives a sandbox elsewhere, and says what came instead of one", async () => {
  const { sandbox, transactionId } = await approved();
  const control = new SandboxControl(`${sandbox.baseUrl}/`, sandbox.fetch);
  assert.equal(control.baseUrl, sandbox.baseUrl);
  assert.deepEqual(
    (await control.transactions()).map((one) => one.transactionId),
    [transactionId],
  );
  const none = new SandboxControl("http://127.0.0.1:8788", async () => new Response("Bad gateway", { status: 502 }));
  await assert.rejects(none.calls(), { name: "SandboxError", status: 502, message: "GET log: Bad gateway" });
  const foreign = await sandbox.fetch(`${sandbox.baseUrl}/_sandbox/transactions`);
  assert.equal(foreign.status, 403, "without the header that no page elsewhere can send");
});

for (const path of ["../README.md", "../../../pkg/README.md"]) {
  test(`the example of ${path} runs as it stands`, () => {
    const [, code] = /```js\n(import [^`]*?createSandbox[\s\S]*?)```/.exec(readFileSync(new URL(path, import.meta.url), "utf8"));
    const options = { cwd: new URL("..", import.meta.url), encoding: "utf8" };
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", `${code}\nconsole.log(redirectUrl);`], options);
    assert.match(stdout, /^https:\/\/shop\.example\.com\/paid\?/, stderr);
  });
}

test("the README tells the module's size", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, raw, packed] = /one WebAssembly module of (\d+) kB \((\d+) kB gzip\)/.exec(readme);
  const module = readFileSync(new URL("../wasm/linepay_sandbox_bg.wasm", import.meta.url));
  for (const [told, bytes] of [
    [raw, module.length],
    [packed, gzipSync(module, { level: 9 }).length],
  ]) {
    assert.ok(Math.abs(bytes / 1000 / told - 1) < 0.05, `${told} KB are ${bytes} bytes`);
  }
});

test("a control alone loads no module", () => {
  const reach = (file, seen = new Set()) => {
    const path = new URL(file, import.meta.url).pathname;
    if (seen.has(path)) return seen;
    seen.add(path);
    const text = readFileSync(path, "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
    for (const [, from] of text.matchAll(/(?:from |import ?\(?)"([^"]+)"/g)) {
      if (from.startsWith("#")) seen.add(from);
      else if (from.startsWith(".")) reach(new URL(from, `file://${path}`).href, seen);
    }
    return seen;
  };
  const modules = (file) => [...reach(file)].filter((name) => name.startsWith("#"));
  for (const file of ["index", "worker"]) assert.deepEqual(modules(`../dist/${file}.js`).sort(), ["#documents", "#sandbox", "#site"]);
  assert.deepEqual(modules("../dist/control.js"), []);
});
