import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { reservation } from "./operations.js";

const reports = readFileSync(new URL("../../pkg/src/reports.ts", import.meta.url), "utf8");
const CODES = [...(reports.match(/export type Code = (.*);/)?.[1] ?? "").matchAll(/"(\w+)"/g)].map(([, code]) => code);

const UNKNOWN = "2026050712345678910";
const CONFIRM = { transactionId: UNKNOWN, amount: 360, currency: "TWD" };

/** Every code that an error may have, with what it says of the money. Four are not the client's: traps.js and checkout.js have two. */
export function errors(declare, shop, running) {
  const seen = new Set(["INVALID_TOKEN", "LEDGER", "UNDER_WAY"]);
  const check = (code, title, run) => {
    seen.add(code);
    declare("errors", `${code}: ${title}`, async () => {
      const { error, outcome, ...more } = await run();
      assert.deepEqual([error?.name, error?.code, error?.outcome], ["LinePayError", code, outcome], JSON.stringify({ error, ...more }));
    });
  };
  /** A call that has to end before anything is sent. */
  const unsent = async (...given) => {
    const before = await shop.calls();
    const { error } = await shop.call(...given);
    assert.equal(await shop.calls(), before);
    return { error, outcome: "not-executed" };
  };
  const lost =
    (answer, limit = 10_000) =>
    async () => {
      const more = { version: "v3", answer, options: { timeouts: { paymentCheck: limit, confirm: limit } } };
      // A query is tried again after a second, so one kind of loss has to do.
      const query = answer === "unreachable" && (await shop.call("paymentCheck", { orderId: ["ORD-1"] }, more));
      if (query) assert.equal(query.error.outcome, "not-executed");
      const { error } = await shop.call("confirm", CONFIRM, more);
      assert.equal(error.retry, "ask-first");
      return { error, outcome: "unknown" };
    };

  check("INVALID_REQUEST", "everything wrong is named before anything is sent", async () => {
    const request = reservation("v2", shop.newOrder(), running().merchant.origin);
    const { error, outcome } = await unsent("reserve", { ...request, amount: 1.5, orderld: "x" });
    assert.deepEqual(error.issues.map((issue) => issue.path).sort(), ["amount", "orderld"]);
    return { error, outcome };
  });
  check("INVALID_CONFIGURATION", "a wrong option is named", async () => {
    const { error, outcome } = await unsent("paymentCheck", { orderId: ["ORD-1"] }, { options: { enviroment: "sandbox" } });
    assert.equal(error.issues[0].path, "enviroment");
    return { error, outcome };
  });
  check("UNSUPPORTED", "v2 has no statusCheck", () => unsent("statusCheck", { transactionId: UNKNOWN }, { version: "v2" }));
  check("ILLEGAL_STEP", "a refund of what is only authorised", async () => {
    const { merchant, sandbox } = running();
    const { reply } = await shop.call("reserve", reservation("v3", shop.newOrder(), merchant.origin, { capture: false }), {
      version: "v3",
    });
    const { transactionId } = reply;
    await sandbox.control.approve(transactionId);
    const request = { ...CONFIRM, transactionId };
    const { reply: confirmed } = await shop.call("confirm", request, { version: "v3" });
    const sources = [{ operation: "confirm", text: confirmed.raw, request }];
    const { payment } = await shop.post("/judge", { version: "v3", sources });
    return unsent("refund", { transactionId }, { version: "v3", also: { payment } });
  });
  check("REFUSED", "LINE Pay's code is told", async () => {
    const { merchant } = running();
    const { reply } = await shop.call("reserve", reservation("v2", shop.newOrder(), merchant.origin));
    const { error } = await shop.call("confirm", { ...CONFIRM, transactionId: reply.transactionId });
    assert.equal(error.returnCode, "1169");
    return { error, outcome: "not-executed" };
  });
  check("NOT_FOUND", "a payment that is none", async () => ({
    ...(await shop.call("paymentCheck", { transactionId: [UNKNOWN] }, { version: "v4" })),
    outcome: "not-executed",
  }));
  check("MISMATCH", "the payment of another order was made all the same", async () => {
    const { merchant, sandbox } = running();
    const { reply } = await shop.call("reserve", reservation("v3", shop.newOrder(), merchant.origin), { version: "v3" });
    await sandbox.control.approve(reply.transactionId);
    const also = { expected: { orderId: "ORD-of-somebody-else" } };
    return {
      ...(await shop.call("confirm", { ...CONFIRM, transactionId: reply.transactionId }, { version: "v3", also })),
      outcome: "executed",
    };
  });
  check("NETWORK", "no connection", lost("unreachable"));
  check("TIMEOUT", "no answer in time", lost("silent", 100));
  check("GATEWAY", "something in between answers", lost("bad gateway"));
  check("MALFORMED_REPLY", "not one of LINE Pay's answers", lost("not LINE Pay's"));
  check("REPLY_TOO_LARGE", "more than 4 MiB", lost("too large"));
  check("ABORTED", "the caller gives up", async () => ({
    ...(await shop.call("refund", { transactionId: UNKNOWN }, { answer: "silent", abort: 50 })),
    outcome: "unknown",
  }));
  check("TIMEOUT", "LINE Pay charges and its answer hangs", async () => {
    const { merchant, sandbox } = running();
    const orderId = shop.newOrder();
    const { reply } = await shop.call("reserve", reservation("v2", orderId, merchant.origin));
    await sandbox.control.approve(reply.transactionId);
    await sandbox.control.arm({ operation: "confirm", when: "after", kind: "hang", seconds: 20 });
    const { error } = await shop.call("confirm", { ...CONFIRM, transactionId: reply.transactionId });
    assert.equal((await shop.charged(orderId)).length, 1);
    return { error, outcome: "unknown" };
  });
  check("NETWORK", "the connection breaks in the middle of the answer", async () => {
    const { merchant, sandbox } = running();
    const orderId = shop.newOrder();
    const { reply } = await shop.call("reserve", reservation("v2", orderId, merchant.origin));
    await sandbox.control.approve(reply.transactionId);
    await sandbox.control.arm({ operation: "confirm", when: "after", kind: "drop" });
    const { error } = await shop.call("confirm", { ...CONFIRM, transactionId: reply.transactionId });
    assert.equal((await shop.charged(orderId)).length, 1);
    return { error, outcome: "unknown" };
  });

  assert.ok(CODES.length > 10 && CODES.every((code) => seen.has(code)), `no test for ${CODES.filter((code) => !seen.has(code))}`);
}
