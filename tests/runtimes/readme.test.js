import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CREDENTIALS, startOwnSandbox } from "../sandbox-control.js";
import { startOnWorkerd } from "./on-workerd.js";

const readme = new URL("../../README.md", import.meta.url);

test("the worker that README shows takes a payment when pasted", async (context) => {
  const contents = (await readFile(readme, "utf8")).match(/```js\n([^]*?)```/)?.[1] ?? "";
  const lines = contents.split("\n").filter((line) => line.trim() !== "").length;
  assert.ok(lines > 10 && lines <= 26, `${lines} lines: the first screen of README holds about 20`);

  const sandbox = await startOwnSandbox();
  context.after(() => sandbox.stop());
  const shop = await startOnWorkerd(
    "readme",
    { stdin: { contents, resolveDir: fileURLToPath(new URL(".", readme)), sourcefile: "worker.js" } },
    {
      bindings: {
        CHANNEL_ID: CREDENTIALS.channelId,
        CHANNEL_SECRET: CREDENTIALS.channelSecret,
        LINE_PAY_URL: sandbox.control.baseUrl,
      },
      kv: ["ORDERS"],
    },
  );
  context.after(() => shop.stop());

  assert.match(await (await shop.fetch("/")).text(), /<form method=post action=\/pay\/reserve>/);
  const body = new URLSearchParams({ product: "tea" });
  const reserved = await shop.fetch("/pay/reserve", { method: "POST", body, headers: { origin: shop.origin } });
  assert.equal(reserved.status, 303, await reserved.text());
  assert.ok(reserved.headers.get("location").startsWith(`${sandbox.control.baseUrl}/web/payment/wait`));

  const [{ transactionId }] = await sandbox.control.transactions();
  const { redirectUrl } = await sandbox.control.approve(transactionId);
  const receipt = await shop.fetch(redirectUrl);
  assert.equal(receipt.status, 200);
  assert.match(await receipt.text(), new RegExp(transactionId));
  const [payment] = await sandbox.control.transactions();
  assert.equal(payment.state, "CAPTURED");

  const unknown = new URLSearchParams({ product: "gold" });
  assert.equal((await shop.fetch("/pay/reserve", { method: "POST", body: unknown })).status, 400);
});
