// Mounted under a path of one's own worker: in memory, and with its Durable Object on workerd.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createSandbox, SandboxControl } from "linepay-sandbox";
import { CONFIRM, KEYS, clientOf, order } from "./in-process.mjs";
import { bundle, startWorkerd } from "./on-workerd.mjs";

/** A purchase at a sandbox that is mounted below a path: the client, the buyer's pages, the control. */
async function purchase(base, get, control) {
  const linePay = clientOf({ baseUrl: base, fetch: get }, { paymentOrigin: new URL(base).origin });
  const { transactionId, paymentUrl } = await linePay.reserve(order("ORD-1"));
  assert.ok(paymentUrl.web.startsWith(`${base}/web/payment/wait?transactionReserveId=`), paymentUrl.web);
  const html = await (await get(paymentUrl.web)).text();
  const [, script] = /src="([^"]+)"/.exec(html);
  assert.ok(script.startsWith(`${new URL(base).pathname}/web/assets/`), script);
  assert.equal((await get(new URL(script, base).href)).headers.get("content-type"), "text/javascript; charset=utf-8");
  const reserveId = new URL(paymentUrl.web).searchParams.get("transactionReserveId");
  const view = await (await get(`${base}/web/payment/check/${reserveId}`)).json();
  const decision = (origin) =>
    get(`${base}${view.simulatorUrl}`, {
      method: "POST",
      headers: { origin, "content-type": "application/json" },
      body: JSON.stringify({ action: "approve" }),
    });
  assert.equal((await decision("https://evil.example.com")).status, 403);
  assert.equal((await decision(new URL(base).origin)).status, 200);
  await linePay.confirm({ transactionId, ...CONFIRM });
  assert.equal((await control.transactions())[0].state, "CAPTURED");
  assert.equal((await (await get(`${base}/openapi/v3.json`)).json()).servers[0].url, base);
  assert.match(await (await get(`${base}/`)).text(), new RegExp(`^Console +${base}/console/`, "m"));
  const start = await (await get(`${base}/`, { headers: { accept: "text/html" } })).text();
  assert.ok(start.includes(`<code>${base}</code>`), start);
  const [, style] = /rel="stylesheet"[^>]* href="([^"]+)"/.exec(start);
  assert.equal((await get(new URL(style, base).href)).headers.get("content-type"), "text/css; charset=utf-8");
}

test("in memory, in a worker of one's own", async () => {
  const sandbox = await createSandbox({ ...KEYS, origin: "http://127.0.0.1:8787", prefix: "/line-pay" });
  const worker = {
    fetch: async (request) => (new URL(request.url).pathname.startsWith("/line-pay/") ? sandbox.fetch(request) : new Response("the shop")),
  };
  const get = (url, init) => worker.fetch(new Request(url, init));
  assert.equal(sandbox.baseUrl, "http://127.0.0.1:8787/line-pay");
  await purchase(sandbox.baseUrl, get, sandbox);
  assert.equal(await (await get("http://127.0.0.1:8787/cart")).text(), "the shop");
  assert.equal((await sandbox.fetch("http://127.0.0.1:8787/line-payment")).status, 421);
  for (const prefix of ["line-pay", "/line-pay/", "/", "/..", "/a/../b", "/a?b"])
    await assert.rejects(createSandbox({ ...KEYS, prefix }), /createSandbox: prefix must be a path/, prefix);
});

test("with its Durable Object, on workerd; from elsewhere the control route wants its token", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "linepay-sandbox-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  await bundle(folder);
  const miniflare = await startWorkerd(folder, { ...KEYS, controlToken: "open sesame" });
  context.after(() => miniflare.dispose());
  const { origin } = await miniflare.ready;
  const base = `${origin}/line-pay`;
  await purchase(base, fetch, new SandboxControl(base));
  assert.equal(await (await fetch(`${origin}/`)).text(), "the shop");
  const away = (headers) => miniflare.dispatchFetch("https://preview.example.com/line-pay/_sandbox/log", { headers });
  assert.equal((await away({ "x-sandbox-control": "1" })).status, 403);
  assert.equal((await away({ "x-sandbox-control": "open sesame" })).status, 200);
  // What is held back takes effect, on workerd too.
  const control = new SandboxControl(base);
  const linePay = clientOf({ baseUrl: base, fetch }, { paymentOrigin: origin, timeouts: { confirm: 300 } });
  const { transactionId } = await linePay.reserve(order("SBX-BUYER-APPROVE-SBX-CONFIRM-DELAY1-2"));
  await assert.rejects(linePay.confirm({ transactionId, ...CONFIRM }), { outcome: "unknown" });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal((await control.transactions()).find((one) => one.transactionId === transactionId).state, "CAPTURED");
});
