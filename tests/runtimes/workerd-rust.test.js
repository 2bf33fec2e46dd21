import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CREDENTIALS } from "../sandbox-control.js";
import { checkout } from "./checkout.js";
import { errors } from "./errors.js";
import { hostile } from "./hostile.js";
import { startMerchant, startOnWorkerd } from "./on-workerd.js";
import { operations } from "./operations.js";
import { rustTexts } from "./rust-texts.js";
import { samePages } from "./same-pages.js";
import { suite } from "./suite.js";

// The merchant in Rust. It has no module that could be replaced in the middle of a call, and no sandbox in its process.
const NAME = "workerd, a worker in Rust";
const entry = fileURLToPath(new URL("../../target/rust-workers/merchant_in_rust/worker.js", import.meta.url));
const start = (bindings) => startOnWorkerd("rust", { entryPoints: [entry] }, { bindings });

const { running, shop } = suite(NAME, start, [operations, errors, checkout]);
hostile(NAME, start);

test("the pages in Rust have the package's words", () => {
  const file = new URL("../../src/web/pages/texts.tsv", import.meta.url);
  assert.equal(readFileSync(file, "utf8"), rustTexts(), "node tests/runtimes/rust-texts.js > src/web/pages/texts.tsv");
});

let other;
const inJavaScript = () =>
  startMerchant()({
    LINE_PAY_CHANNEL_ID: CREDENTIALS.channelId,
    LINE_PAY_CHANNEL_SECRET: CREDENTIALS.channelSecret,
    LINE_PAY_BASE_URL: running.sandbox.control.baseUrl,
  });
after(async () => (await other)?.stop());
samePages(
  async () => {
    other ??= inJavaScript();
    return [running.merchant, await other];
  },
  () => running.sandbox,
);

test("callers that go away in the middle of a call leave a worker in Rust that works", async () => {
  const { merchant } = running;
  const refund = (answer, signal) =>
    merchant.fetch("/call", {
      method: "POST",
      body: JSON.stringify({ operation: "refund", arguments: [{ transactionId: "2026050712345678910" }], answer }),
      signal,
    });
  for (let round = 0; round < 3; round += 1) {
    const gone = Array.from({ length: 20 }, (_, index) => {
      const leaving = new AbortController();
      setTimeout(() => leaving.abort(), 10 * (index % 10));
      return refund(index % 2 === 0 ? "late" : "silent", leaving.signal).catch(() => undefined);
    });
    const staying = Array.from({ length: 5 }, () => refund("late"));
    await Promise.all(gone);
    for (const response of await Promise.all(staying)) {
      assert.equal((await response.json()).reply?.refundTransactionId, "2026050712345679999");
    }
  }
});

test("a buyer who goes away in the middle of a confirm is charged once, and the shop in Rust is told", async () => {
  const { merchant, sandbox } = running;
  const reserved = await shop.reserve(undefined, { version: "v3" });
  const path = await shop.approve(reserved.transactionId);
  await sandbox.control.arm({ operation: "confirm", when: "after", kind: "hang", seconds: 20 });
  const leaving = new AbortController();
  // By its transaction: the list of calls ends somewhere, so their number may stay the same.
  const isOwn = (call) => call.operation === "confirm" && JSON.stringify(call).includes(reserved.transactionId);
  const isThere = async () => (await sandbox.control.calls()).some(isOwn);
  const visit = merchant.fetch(path, { headers: { cookie: reserved.cookie }, signal: leaving.signal }).catch(() => undefined);
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 20));
  leaving.abort();
  await visit;
  const told = async () => (await (await merchant.fetch("/told")).json()).paid.some(({ orderId }) => orderId === reserved.orderId);
  for (const end = Date.now() + 10_000; !(await told()); ) {
    assert.ok(Date.now() < end, "on_paid was not called");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal((await shop.charged(reserved.orderId)).length, 1);
});
