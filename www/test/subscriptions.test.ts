import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Subscription,
  type SubscriptionClient,
  type SubscriptionLedger,
  Subscriptions,
  type SubscriptionState,
} from "../workers/shop/subscriptions";

const refused = (returnCode: string) =>
  Object.assign(new Error(`refused ${returnCode}`), { code: "REFUSED", outcome: "not-executed", returnCode });
const lost = () => Object.assign(new Error("no answer in time"), { outcome: "unknown" });

/** LINE Pay's side of a regKey: an order is charged once, an ended key charges nothing. */
class LinePaySide implements SubscriptionClient {
  charged: string[] = [];
  ended = false;
  calls: string[] = [];
  lose: "nothing" | "answer" | "call" = "nothing";
  /** The code that a charge is refused with. */
  refuse: string | undefined;
  /** An order whose earlier call is done when the next charge comes in. */
  late: string | undefined;

  async preApproval({ orderId }: { orderId: string }) {
    this.calls.push(`charge ${orderId}`);
    if (this.late) this.charged.push(this.late);
    if (this.refuse) throw refused(this.refuse);
    if (this.lose === "call") throw lost();
    if (this.ended) throw refused("1193");
    if (this.charged.includes(orderId)) throw refused("1172");
    this.charged.push(orderId);
    if (this.lose === "answer") throw lost();
    return { transactionId: this.#id(orderId) };
  }
  async paymentCheck({ orderId: [orderId = ""] }: { orderId: string[] }) {
    this.calls.push(`ask ${orderId}`);
    if (!this.charged.includes(orderId)) throw Object.assign(new Error("not found"), { code: "NOT_FOUND", outcome: "not-executed" });
    return { payments: [{ transactionId: this.#id(orderId) }] };
  }
  async regKeyCheck() {
    this.calls.push("check");
    if (this.ended) throw refused("1193");
  }
  async regKeyExpire() {
    this.calls.push("end");
    if (this.lose === "call") throw lost();
    if (this.ended) throw refused("1193");
    this.ended = true;
    if (this.lose === "answer") throw lost();
  }
  #id(orderId: string) {
    return `202611241234567890${this.charged.indexOf(orderId)}`;
  }
}

class Book implements SubscriptionLedger {
  row: Subscription;
  payments: string[] = [];
  constructor(more: Partial<Subscription> = {}) {
    const money = { productName: "茶", amount: 360, currency: "TWD" as const };
    this.row = { orderId: "MH1", regKey: "KEY", ...money, state: "active", charges: 0, ...more };
  }
  read(orderId: string) {
    return orderId === "MH1" ? { ...this.row } : undefined;
  }
  write(_: string, state: SubscriptionState) {
    this.row.state = state;
  }
  charged(subscription: Subscription, { orderId }: { orderId: string }) {
    this.payments.push(orderId);
    this.row = { ...this.row, state: "active", charges: subscription.charges + 1 };
  }
}

const begin = (more?: Partial<Subscription>) => {
  const [line, book] = [new LinePaySide(), new Book(more)];
  return {
    line,
    book,
    subscriptions: new Subscriptions(
      book,
      () => line,
      async () => undefined,
    ),
  };
};

test("a charge has a number: pressed twice, or again from an old page, it is one charge", async () => {
  const { line, book, subscriptions } = begin();
  await Promise.all([subscriptions.charge("MH1", 1), subscriptions.charge("MH1", 1)]);
  await subscriptions.charge("MH1", 1);
  assert.match((await subscriptions.charge("MH1", 3)).reason ?? "", /reload/);
  assert.deepEqual([line.charged, book.payments], [["MH1-2"], ["MH1-2"]]);
  assert.deepEqual(await subscriptions.charge("MH1", 2), { state: "active", charges: 2 });
});

test("a charge whose answer is lost is asked about, not repeated", async () => {
  const { line, book, subscriptions } = begin();
  line.lose = "answer";
  assert.deepEqual(await subscriptions.charge("MH1", 1), { state: "active", charges: 1 });
  assert.deepEqual([line.calls, book.payments], [["charge MH1-2", "ask MH1-2"], ["MH1-2"]]);
});

test("a charge that never arrived stays open and is repeated under the same order only", async () => {
  const { line, subscriptions } = begin();
  line.lose = "call";
  assert.deepEqual(await subscriptions.charge("MH1", 1), { state: "charging", charges: 0, reason: "no answer in time" });
  assert.match((await subscriptions.end("MH1")).reason ?? "", /not settled/);
  line.lose = "nothing";
  assert.deepEqual(await subscriptions.charge("MH1", 1), { state: "active", charges: 1 });
  assert.deepEqual(line.charged, ["MH1-2"]);
});

test("a refusal of the second call does not settle the first, which may be at work still", async () => {
  const { line, book, subscriptions } = begin();
  line.lose = "call";
  assert.equal((await subscriptions.charge("MH1", 1)).state, "charging");
  // LINE Pay has taken the lost call after all, and is not done with it.
  line.refuse = "1197";
  assert.deepEqual(await subscriptions.charge("MH1", 1), { state: "charging", charges: 0, reason: "refused 1197" });
  assert.equal(book.row.state, "charging", "so the next press asks before it charges");
  // It is done in the middle of the third press, after the question and before the refusal.
  line.refuse = "1142";
  line.late = "MH1-2";
  assert.deepEqual(await subscriptions.charge("MH1", 1), { state: "active", charges: 1 });
  assert.deepEqual([line.charged, book.payments], [["MH1-2"], ["MH1-2"]]);
});

test("a refusal counts once LINE Pay knows of no earlier charge", async () => {
  const { line, subscriptions } = begin();
  line.lose = "call";
  await subscriptions.charge("MH1", 1);
  line.refuse = "1142";
  assert.deepEqual(await subscriptions.charge("MH1", 1), { state: "active", charges: 0, reason: "refused 1142" });
  assert.equal(line.calls.at(-1), "ask MH1-2");
});

test("1172 is a reason to ask: the order was charged before", async () => {
  const { line, book, subscriptions } = begin();
  line.charged.push("MH1-2");
  assert.deepEqual(await subscriptions.charge("MH1", 1), { state: "active", charges: 1 });
  assert.deepEqual(book.payments, ["MH1-2"]);
});

test("a key that LINE Pay has ended ends the subscription, by a charge or by a check", async () => {
  for (const press of ["charge", "check"] as const) {
    const { line, book, subscriptions } = begin();
    line.ended = true;
    const result = press === "charge" ? await subscriptions.charge("MH1", 1) : await subscriptions.check("MH1");
    assert.deepEqual([result.state, book.row.state, book.payments], ["ended", "ended", []]);
  }
});

test("an end whose answer is lost is found out; one that never arrived can be pressed again", async () => {
  const { line, book, subscriptions } = begin();
  line.lose = "call";
  assert.equal((await subscriptions.end("MH1")).state, "ending");
  line.lose = "answer";
  assert.equal((await subscriptions.end("MH1")).state, "ended");
  assert.deepEqual([book.row.state, line.ended], ["ended", true]);
  assert.equal((await subscriptions.charge("MH1", 1)).state, "ended");
  assert.deepEqual(line.charged, []);
});

test("without its key nothing can be asked, and nothing is", async () => {
  const { line, subscriptions } = begin({ regKey: undefined });
  for (const result of [await subscriptions.charge("MH1", 1), await subscriptions.check("MH1"), await subscriptions.end("MH1")]) {
    assert.equal(result.state, "no-key");
  }
  assert.equal((await subscriptions.charge("MH2", 1)).state, "unknown-subscription");
  assert.deepEqual(line.calls, []);
});
