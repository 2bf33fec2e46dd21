import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { choosePorts } from "../../www/demo/ports.js";
import { CREDENTIALS, startOwnSandbox } from "../sandbox-control.js";
import { startOnWorkerd } from "./on-workerd.js";

// examples/rust-worker, as `cargo xtask build --only rust-workers` makes it.
const entry = fileURLToPath(new URL("../../target/rust-workers/rust_worker/worker.js", import.meta.url));
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const WRANGLER = fileURLToPath(new URL("../node_modules/wrangler/bin/wrangler.js", import.meta.url));
const english = { "accept-language": "en" };

let sandbox;
const shops = [];
const start = async (bindings) => {
  const shop = await startOnWorkerd(`tea-in-rust-${shops.length}`, { entryPoints: [entry] }, { bindings, kv: ["ORDERS"] });
  shops.push(shop);
  return shop;
};
const keys = (more) => ({
  CHANNEL_ID: CREDENTIALS.channelId,
  CHANNEL_SECRET: CREDENTIALS.channelSecret,
  LINE_PAY_URL: sandbox.control.baseUrl,
  ...more,
});
const order = (shop, product) =>
  shop.fetch("/pay/reserve", {
    method: "POST",
    body: new URLSearchParams({ product }),
    headers: { origin: shop.origin, ...english },
  });

before(async () => {
  sandbox = await startOwnSandbox();
});
after(async () => {
  for (const shop of shops) await shop.stop();
  await sandbox?.stop();
});

test("the worker in Rust takes a v3 payment on workerd", async () => {
  const shop = await start(keys());
  const page = await (await shop.fetch("/")).text();
  assert.match(page, /action="\/pay\/reserve"/);

  const reserved = await order(shop, "tea");
  assert.equal(reserved.status, 303, await reserved.text());
  assert.ok(reserved.headers.get("location").startsWith(`${sandbox.control.baseUrl}/web/payment/wait`));
  const cookie = reserved.headers.get("set-cookie").split(";")[0];

  const [{ transactionId, orderId }] = await sandbox.control.transactions();
  const { redirectUrl } = await sandbox.control.approve(transactionId);
  for (let visits = 0; visits < 2; visits += 1) {
    const receipt = await shop.fetch(redirectUrl, { headers: { ...english, cookie } });
    assert.equal(receipt.status, 200);
    // The receipt rather than "being registered": on_paid has put the order into its KV namespace.
    assert.match(await receipt.text(), new RegExp(`Payment received.*${orderId}.*${transactionId}`));
  }
  const [payment, ...others] = await sandbox.control.transactions();
  assert.deepEqual([payment.state, payment.version, payment.captured, others.length], ["CAPTURED", "v3", 360, 0]);

  const url = new URL(redirectUrl);
  const status = await shop.fetch(`/pay/status${url.search}`, { headers: { accept: "application/json" } });
  assert.equal((await status.json()).state, "paid");
  assert.equal((await order(shop, "gold")).status, 400);
});

test("the worker in Rust shows an error well, and no secret", async () => {
  const secret = "fedcba9876543210fedcba9876543210";
  const shop = await start(keys({ CHANNEL_SECRET: secret }));
  const refused = await order(shop, "tea");
  const text = await refused.text();
  assert.equal(refused.status, 502);
  assert.match(text, /Payment temporarily unavailable.*Please tell the shop/);
  assert.ok(![text, ...[...refused.headers].flat()].some((shown) => shown.includes(secret)));

  const closed = await start({ LINE_PAY_URL: sandbox.control.baseUrl });
  const answer = await closed.fetch("/");
  assert.equal(answer.status, 503);
  assert.match(await answer.text(), /closed/);
});

test("the files of examples/rust-worker take an order by wrangler dev", async (context) => {
  const folder = fileURLToPath(new URL("../../target/rust-workers/rust_worker", import.meta.url));
  // Its build command is what has built it.
  const { build, ...settings } = JSON.parse(read("examples/rust-worker/wrangler.json"));
  assert.match(build.command, /^cargo build --release .* && wasm-bindgen --target web --out-dir dist /);
  writeFileSync(join(folder, "wrangler.json"), JSON.stringify(settings));
  const lines = Object.entries(keys()).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, ".dev.vars"), lines.join(""));
  const { shop: port } = await choosePorts({ port: 0 });
  const quiet = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };
  const child = spawn(process.execPath, [WRANGLER, "dev", "--ip", "127.0.0.1", "--port", String(port)], {
    cwd: folder,
    env: { ...process.env, ...quiet },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  context.after(() => {
    child.kill();
    return ended;
  });
  const origin = `http://127.0.0.1:${port}`;
  const shop = { origin, fetch: (path, init) => fetch(new URL(path, origin), { redirect: "manual", ...init }) };
  for (const until = Date.now() + 60_000; !(await shop.fetch("/").catch(() => undefined)); ) {
    assert.ok(Date.now() < until && child.exitCode === null, "wrangler dev did not listen");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const reserved = await order(shop, "tea");
  assert.equal(reserved.status, 303, await reserved.text());
});

test("README shows the worker that is tested", () => {
  const [, shown] = read("README.md").match(/```rust\n([\s\S]*?)```/) ?? [];
  const source = read("examples/rust-worker/src/lib.rs");
  const parts = shown.split(/^\/\/ …\n/m);
  assert.ok(parts.length > 0 && parts.every((part) => source.includes(part.trim())), shown);
});
