/**
 * The shop's memory: purchases, payments and what staff did to them, subscriptions, staff sessions and the steps of the diagram, in one
 * SQLite file.
 */
import { DurableObject } from "cloudflare:workers";
import type { Currency } from "linepay-edge";
import { type Act, type ActResult, Acts, type PaymentState } from "./acts";
import { price, productName } from "./basket";
import { type Env, linePayOf } from "./bindings";
import { type BookRow, books } from "./books";
import { randomToken } from "./headers";
import type { Listing, StaffOrder } from "./listing";
import { failureWindow, mostFailures, samePassword, sessionSeconds, tokenHash } from "./password";
import type { Way } from "./quote";
import { Recorder, type Reference } from "./recorder";
import { type Subscription, type SubscriptionResult, Subscriptions, type SubscriptionState } from "./subscriptions";
import { tables } from "./tables";
import { type NumberedStep, type Step, stepOf, subjectOf, type TraceView } from "./trace";

export interface Purchase {
  orderId: string;
  visitor: string;
  lines: { id: string; quantity: number }[];
  amount: number;
  currency: string;
  way: Way;
}

export interface PaidOrder {
  key: string;
  orderId: string;
  amount: number;
  currency: string;
  captured: boolean;
  payInfo: unknown;
  /** Of a monthly order, and only from the visit that confirmed it. */
  regKey: string | undefined;
}

export type SignIn = { token: string; seconds: number } | { wrong: true } | { retryAfter: number };

const stillOpen = 25 * 60_000;
const day = 86_400_000;
/** An act is under way or its answer was lost: the diagram goes on asking. */
const unsettled: string[] = ["capturing", "voiding", "refunding"];
const mostSteps = 300;
const tracedPurchases = 5;
/** The staff's list does not wait longer than this for LINE Pay's answers, in milliseconds. */
const mostWaiting = 3000;

export class ShopStore extends DurableObject<Env> {
  readonly #acts: Acts;
  readonly #subscriptions: Subscriptions;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(tables);
    // One recorder per call: the reply to a refund does not name the payment, its request does.
    const client = (orderId?: string) => {
      const recorder = new Recorder(orderId === undefined ? {} : { orderId }, async (reference, steps) => this.record(reference, steps));
      return linePayOf(env, (event) => recorder.add(stepOf(event, Date.now()), subjectOf(event)));
    };
    const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
    this.#acts = new Acts(
      { read: (id) => this.#payment(id), write: (id, state, more) => this.#setState(id, state, more) },
      {
        capture: (request) => client().capture(request),
        void: (request) => client().void(request),
        refund: (request) => client().refund(request),
        authCheck: (request) => client().authCheck(request),
        paymentCheck: (request) => client().paymentCheck(request),
      },
      wait,
    );
    this.#subscriptions = new Subscriptions(
      {
        read: (orderId) => this.#subscription(orderId),
        write: (orderId, state) => this.#run("UPDATE subscriptions SET state = ? WHERE order_id = ?", state, orderId),
        charged: (subscription, charge) => this.#charged(subscription, charge),
      },
      client,
      wait,
    );
  }

  /** A purchase begins: the reservation is about to be made. */
  begin(purchase: Purchase): void {
    const now = Date.now();
    this.#run(
      "INSERT OR IGNORE INTO purchases VALUES (?, ?, NULL, 'started', ?, ?, ?, ?)",
      purchase.orderId,
      purchase.visitor,
      JSON.stringify(purchase.lines),
      purchase.amount,
      purchase.currency,
      now,
    );
    this.#run("INSERT OR IGNORE INTO ways VALUES (?, ?)", purchase.orderId, purchase.way);
    this.#run(
      `DELETE FROM steps WHERE order_id IN (SELECT order_id FROM purchases WHERE visitor = ?
         ORDER BY started_at DESC LIMIT -1 OFFSET ?)`,
      purchase.visitor,
      tracedPurchases,
    );
    this.#run("DELETE FROM steps WHERE order_id IN (SELECT order_id FROM purchases WHERE started_at < ?)", now - day);
    this.#run("DELETE FROM purchases WHERE state IN ('started', 'cancelled') AND started_at < ?", now - day);
    this.#run("DELETE FROM ways WHERE order_id NOT IN (SELECT order_id FROM purchases)");
  }

  /** Adds steps to the purchase they belong to. An inferred step is drawn once, however often the page is loaded. */
  record(reference: Reference, steps: Step[]): void {
    const orderId = this.#orderOf(reference);
    if (!orderId) return;
    if (reference.transactionId) {
      this.#run("UPDATE purchases SET transaction_id = ? WHERE order_id = ? AND transaction_id IS NULL", reference.transactionId, orderId);
    }
    let count = Number(this.#one("SELECT count(*) AS n FROM steps WHERE order_id = ?", orderId)?.n ?? 0);
    for (const step of steps) {
      if (count >= mostSteps) return;
      if (step.inferred && this.#drawn(orderId, step.meaning)) continue;
      this.#run("INSERT INTO steps (order_id, step) VALUES (?, ?)", orderId, JSON.stringify(step));
      count += 1;
    }
  }

  /** The buyer came back by the cancel link. A paid order stays paid. */
  cancelled(reference: Reference): void {
    const orderId = this.#orderOf(reference);
    if (orderId) this.#run("UPDATE purchases SET state = 'cancelled' WHERE order_id = ? AND state = 'started'", orderId);
  }

  /** Idempotent by key: every visit that proves the payment calls it again. A regKey comes once and is never replaced. */
  paid(order: PaidOrder): void {
    this.#run(
      "INSERT OR IGNORE INTO payments VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
      order.key,
      order.orderId,
      order.amount,
      order.currency,
      JSON.stringify(order.payInfo ?? []),
      Date.now(),
      order.captured ? "paid" : "authorized",
    );
    this.#run("UPDATE purchases SET state = 'paid' WHERE order_id = ?", order.orderId);
    if (this.#one("SELECT way FROM ways WHERE order_id = ?", order.orderId)?.way !== "monthly") return;
    this.#run(
      "INSERT OR IGNORE INTO subscriptions VALUES (?, NULL, ?, ?, ?, 'active', 0)",
      order.orderId,
      this.#nameOf(order.orderId),
      order.amount,
      order.currency,
    );
    this.#run("UPDATE subscriptions SET reg_key = ? WHERE order_id = ? AND reg_key IS NULL", order.regKey ?? null, order.orderId);
  }

  /** How a payment stands now, as the ledger has it. */
  settled(key: string, now: { state: PaymentState; amount?: number; refundTransactionId?: string | undefined }): void {
    const { state, amount, refundTransactionId } = now;
    this.#setState(key, state, {
      ...(amount !== undefined && { amount }),
      ...(refundTransactionId !== undefined && { refundTransactionId }),
    });
  }

  /** Which order a payment is of. */
  orderOf(transactionId: string): string | undefined {
    return this.#payment(transactionId)?.orderId;
  }

  /** Something a person should look at; told once, however often the page is loaded. */
  problem(text: string): void {
    this.#run("INSERT OR IGNORE INTO problems (at, text) VALUES (?, ?)", Date.now(), text);
  }

  /** The visitor's newest purchase; its steps after `since`, or all of them when the page showed another one. */
  trace(visitor: string, shown: string | null, since: number): TraceView {
    const row = this.#one("SELECT * FROM purchases WHERE visitor = ? ORDER BY started_at DESC, rowid DESC", visitor);
    if (!row) return { purchase: null, open: false, last: 0, order: null, steps: [] };
    const orderId = String(row.order_id);
    const steps = this.ctx.storage.sql
      .exec("SELECT * FROM steps WHERE order_id = ? AND sequence > ? ORDER BY sequence", orderId, shown === orderId ? since : 0)
      .toArray()
      .map((found) => ({ ...(JSON.parse(String(found.step)) as Step), sequence: Number(found.sequence) }));
    const payment = this.#one("SELECT state, paid_at FROM payments WHERE order_id = ? ORDER BY paid_at", orderId);
    const state = String(payment?.state ?? row.state) as NonNullable<TraceView["order"]>["state"];
    return {
      purchase: orderId,
      open: unsettled.includes(state) || (state === "started" && Number(row.started_at) > Date.now() - stillOpen),
      last: (steps.at(-1) as NumberedStep | undefined)?.sequence ?? since,
      order: {
        orderId,
        state,
        amount: Number(row.amount),
        currency: String(row.currency),
        lines: JSON.parse(String(row.lines)),
        at: Number(payment?.paid_at ?? row.started_at),
      },
      steps,
    };
  }

  async signIn(address: string, password: string): Promise<SignIn> {
    const now = Date.now();
    this.#run("DELETE FROM failures WHERE at < ?", now - failureWindow);
    const failures = this.#one("SELECT count(*) AS n, min(at) AS first FROM failures WHERE address = ?", address);
    if (Number(failures?.n ?? 0) >= mostFailures) {
      return { retryAfter: Math.max(1, Math.ceil((Number(failures?.first) + failureWindow - now) / 1000)) };
    }
    // Counted before it is compared, so that many guesses at the same moment are counted too.
    this.#run("INSERT INTO failures VALUES (?, ?)", address, now);
    if (!(await samePassword(password, this.env.STAFF_PASSWORD))) return { wrong: true };
    this.#run("DELETE FROM failures WHERE address = ?", address);
    this.#run("DELETE FROM sessions WHERE expires_at < ?", now);
    const token = randomToken();
    this.#run("INSERT INTO sessions VALUES (?, ?)", await tokenHash(token), now + sessionSeconds * 1000);
    return { token, seconds: sessionSeconds };
  }

  async signedIn(token: string): Promise<boolean> {
    const row = this.#one("SELECT expires_at FROM sessions WHERE hash = ?", await tokenHash(token));
    return row !== undefined && Number(row.expires_at) > Date.now();
  }

  async signOut(token: string): Promise<void> {
    this.#run("DELETE FROM sessions WHERE hash = ?", await tokenHash(token));
  }

  /**
   * Every paid order, newest first. Acts that a restart left unfinished are asked about first; a charge or an end, when it is pressed
   * again.
   */
  async orders(): Promise<Pick<Listing, "orders" | "problems">> {
    const unfinished = this.ctx.storage.sql.exec("SELECT key FROM payments WHERE state IN ('capturing', 'voiding', 'refunding')").toArray();
    const settled = Promise.all(unfinished.map((row) => this.#acts.settle(String(row.key))));
    await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, mostWaiting))]);
    const orders = this.ctx.storage.sql
      .exec(
        `SELECT payments.*, purchases.lines, subscriptions.state AS subscription, charges, reg_key IS NULL AS keyless FROM payments
           LEFT JOIN purchases USING (order_id) LEFT JOIN subscriptions USING (order_id)
           ORDER BY paid_at DESC, payments.rowid DESC LIMIT 200`,
      )
      .toArray()
      .map((row) => ({
        transactionId: String(row.key),
        orderId: String(row.order_id),
        amount: Number(row.amount),
        currency: String(row.currency),
        lines: JSON.parse(String(row.lines ?? "[]")) as StaffOrder["lines"],
        methods: (JSON.parse(String(row.pay_info)) as { method: string }[]).map((part) => part.method),
        paidAt: Number(row.paid_at),
        state: String(row.state) as PaymentState,
        subscription:
          row.subscription === null
            ? null
            : { state: (row.keyless ? "no-key" : String(row.subscription)) as SubscriptionState, charges: Number(row.charges) },
      }));
    const problems = this.ctx.storage.sql.exec("SELECT at, text FROM problems ORDER BY id DESC LIMIT 50").toArray();
    return { orders, problems: problems.map((row) => ({ at: Number(row.at), text: String(row.text) })) };
  }

  /** The newest orders, paid or not; or one. */
  books(limit: number, orderId?: string): BookRow[] {
    return books(this.ctx.storage.sql, limit, orderId);
  }

  act(act: Act, transactionId: string, amount?: number): Promise<ActResult> {
    return this.#acts.run(act, transactionId, amount);
  }

  charge(orderId: string, number: number): Promise<SubscriptionResult> {
    return this.#subscriptions.charge(orderId, number);
  }

  checkKey(orderId: string): Promise<SubscriptionResult> {
    return this.#subscriptions.check(orderId);
  }

  endSubscription(orderId: string): Promise<SubscriptionResult> {
    return this.#subscriptions.end(orderId);
  }

  #payment(key: string) {
    const row = this.#one("SELECT * FROM payments WHERE key = ?", key);
    if (!row) return undefined;
    return {
      transactionId: key,
      orderId: String(row.order_id),
      amount: Number(row.amount),
      currency: String(row.currency) as Currency,
      state: String(row.state) as PaymentState,
      refundTransactionId: row.refund_transaction_id === null ? undefined : String(row.refund_transaction_id),
    };
  }

  #setState(key: string, state: PaymentState, more: { refundTransactionId?: string; amount?: number } = {}): void {
    this.#run(
      `UPDATE payments SET state = ?, refund_transaction_id = coalesce(?, refund_transaction_id), amount = coalesce(?, amount)
         WHERE key = ?`,
      state,
      more.refundTransactionId ?? null,
      more.amount ?? null,
      key,
    );
  }

  #subscription(orderId: string): Subscription | undefined {
    const row = this.#one("SELECT * FROM subscriptions WHERE order_id = ?", orderId);
    if (!row) return undefined;
    return {
      orderId,
      regKey: row.reg_key === null ? undefined : String(row.reg_key),
      productName: String(row.product_name),
      amount: Number(row.amount),
      currency: String(row.currency) as Currency,
      state: String(row.state) as SubscriptionState,
      charges: Number(row.charges),
    };
  }

  /** A charge is a paid order like any other, beside the one that registered the key. */
  #charged(held: Subscription, { orderId, transactionId, payInfo }: { orderId: string; transactionId: string; payInfo: unknown }): void {
    const { amount, currency } = held;
    const lines = this.#one("SELECT lines FROM purchases WHERE order_id = ?", held.orderId)?.lines ?? "[]";
    this.ctx.storage.transactionSync(() => {
      this.#run(
        "INSERT OR IGNORE INTO purchases VALUES (?, 'staff', ?, 'paid', ?, ?, ?, ?)",
        orderId,
        transactionId,
        String(lines),
        amount,
        currency,
        Date.now(),
      );
      this.paid({ key: transactionId, orderId, amount, currency, captured: true, payInfo, regKey: undefined });
      this.#run("UPDATE subscriptions SET state = 'active', charges = charges + 1 WHERE order_id = ?", held.orderId);
    });
  }

  /** What LINE Pay shows the buyer at each charge. */
  #nameOf(orderId: string): string {
    const lines = this.#one("SELECT lines FROM purchases WHERE order_id = ?", orderId)?.lines;
    try {
      return productName(price(JSON.parse(String(lines))).lines, "zh-Hant");
    } catch {
      return "山霧茶舖";
    }
  }

  /** By order, else by payment, else the visitor's newest purchase. */
  #orderOf({ orderId, transactionId, visitor }: Reference): string | undefined {
    const known =
      (orderId ? this.#one("SELECT order_id FROM purchases WHERE order_id = ?", orderId) : undefined) ??
      (transactionId ? this.#one("SELECT order_id FROM purchases WHERE transaction_id = ?", transactionId) : undefined) ??
      (visitor ? this.#one("SELECT order_id FROM purchases WHERE visitor = ? ORDER BY started_at DESC, rowid DESC", visitor) : undefined);
    return known ? String(known.order_id) : undefined;
  }

  #drawn(orderId: string, meaning: string): boolean {
    const asText = `%"meaning":${JSON.stringify(meaning)}%`;
    return this.#one("SELECT 1 AS found FROM steps WHERE order_id = ? AND step LIKE ?", orderId, asText) !== undefined;
  }

  #run(query: string, ...values: (string | number | null)[]): void {
    this.ctx.storage.sql.exec(query, ...values);
  }

  #one(query: string, ...values: (string | number)[]): Record<string, SqlStorageValue> | undefined {
    return this.ctx.storage.sql.exec(`${query} LIMIT 1`, ...values).toArray()[0];
  }
}
