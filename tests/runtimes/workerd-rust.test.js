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

const { running } = suite(NAME, start, [operations, errors, checkout]);
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
