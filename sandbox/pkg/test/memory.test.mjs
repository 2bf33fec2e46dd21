// The module's memory grows in few steps: each makes V8 count all of it as new, and collect garbage.
import assert from "node:assert/strict";
import { test } from "node:test";

const memories = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, given) {
    const instance = new Instance(...given);
    memories.push(instance.exports.memory);
    return instance;
  },
});
const { createSandbox } = await import("linepay-sandbox");

test("two thousand payments let the module's memory grow in few steps", async () => {
  const KEYS = { channelId: "1600000001", channelSecret: "0123456789abcdef0123456789abcdef" };
  const sandbox = await createSandbox(KEYS);
  const headers = { "X-LINE-ChannelId": KEYS.channelId, "X-LINE-ChannelSecret": KEYS.channelSecret, "Content-Type": "application/json" };
  const order = { productName: "Tea", amount: 360, currency: "TWD", confirmUrl: "https://shop.example.com/paid" };
  const sizes = new Set();
  for (let count = 0; count < 2000; count++) {
    const body = JSON.stringify({ ...order, orderId: `ORD-${count}` });
    await sandbox.fetch(`${sandbox.baseUrl}/v2/payments/request`, { method: "POST", headers, body });
    sizes.add(memories[0].buffer.byteLength);
  }
  const [first, last] = [Math.min(...sizes), Math.max(...sizes)];
  assert.ok(last > first, `${first} to ${last}`);
  assert.ok(sizes.size < 15, `${sizes.size} steps from ${first} to ${last}`);
});
