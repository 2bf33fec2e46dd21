/**
 * What staff do to a payment, once each: capture, void, full refund. The ledger is written before LINE Pay is called, and
 * whatever is found in the middle later (a lost answer, a restart) is settled by asking LINE Pay before anything is repeated.
 *
 *     authorized → capturing → paid → refunding → refunded
 *     authorized → voiding → voided            (lapsed: nobody captured in time)
 */
import type { Currency } from "linepay-edge";

export type Act = "capture" | "void" | "refund";
export type PaymentState = "authorized" | "capturing" | "voiding" | "voided" | "lapsed" | "paid" | "refunding" | "refunded";

export interface PaymentRow {
  transactionId: string;
  orderId: string;
  /** What is held or, once captured, what was charged. */
  amount: number;
  currency: Currency;
  state: PaymentState;
  refundTransactionId?: string | undefined;
}

export interface Ledger {
  read(transactionId: string): PaymentRow | undefined;
  write(transactionId: string, state: PaymentState, more?: { refundTransactionId?: string; amount?: number }): void;
}

/** The part of LinePay that these acts need. */
export interface ActClient {
  capture(request: { transactionId: string; amount: number; currency: Currency }): Promise<unknown>;
  void(request: { transactionId: string }): Promise<unknown>;
  refund(request: { transactionId: string }): Promise<{ refundTransactionId: string }>;
  authCheck(request: { orderId: string[] }): Promise<{ authorizations: (CheckedPayment & { payStatus?: string })[] }>;
  paymentCheck(request: { transactionId: string[] } | { orderId: string[] }): Promise<{ payments: CheckedPayment[] }>;
}

export interface CheckedPayment {
  transactionId: string;
  payInfo?: { amount: number }[] | undefined;
  refundList?: { refundTransactionId: string; refundAmount: number }[] | undefined;
}

export interface ActResult {
  state: PaymentState | "unknown-payment";
  refundTransactionId?: string | undefined;
  /** Why it did not happen, for the person who pressed the button. */
  reason?: string;
}

const steps: Record<Act, { from: PaymentState; during: PaymentState; to: PaymentState }> = {
  capture: { from: "authorized", during: "capturing", to: "paid" },
  void: { from: "authorized", during: "voiding", to: "voided" },
  refund: { from: "paid", during: "refunding", to: "refunded" },
};

/** Waits before each question after a lost answer, in milliseconds: the lost call may still be at work. */
export const patience = [0, 1000, 2000];

const otherSum = "it was captured over another sum";
export const wholeOnly = "only the whole sum can be given back or released here";

export class Acts {
  readonly #ledger: Ledger;
  readonly #client: ActClient;
  readonly #wait: (milliseconds: number) => Promise<void>;
  readonly #inFlight = new Map<string, Promise<ActResult>>();

  constructor(ledger: Ledger, client: ActClient, wait: (milliseconds: number) => Promise<void>) {
    this.#ledger = ledger;
    this.#client = client;
    this.#wait = wait;
  }

  /**
   * Two calls at the same time (a double click, two tabs) share one act and one result; a different act on the same payment
   * gets that result too, which tells how the payment stands. `amount` is for a capture of less than is held; a void or a refund
   * is of the whole sum, and one that names another sum is not begun.
   */
  run(act: Act, transactionId: string, amount?: number): Promise<ActResult> {
    return this.#once(transactionId, () => this.#run(act, transactionId, amount));
  }

  /** Asks about an act that was left unfinished; never starts one. */
  settle(transactionId: string): Promise<ActResult> {
    return this.#once(transactionId, async () => {
      const row = this.#ledger.read(transactionId);
      const act = row && actDuring(row.state);
      return row && act ? this.#ask(act, row, "not settled yet") : resultOf(row);
    });
  }

  #once(transactionId: string, work: () => Promise<ActResult>): Promise<ActResult> {
    const running = this.#inFlight.get(transactionId);
    if (running) return running;
    const started = work().finally(() => this.#inFlight.delete(transactionId));
    this.#inFlight.set(transactionId, started);
    return started;
  }

  async #run(act: Act, transactionId: string, amount: number | undefined): Promise<ActResult> {
    const row = this.#ledger.read(transactionId);
    const { from, during, to } = steps[act];
    if (!row) return resultOf(row);
    const other = amount !== undefined && amount !== row.amount;
    if (other && act !== "capture") return { ...resultOf(row), reason: wholeOnly };
    if (row.state === to) return { ...resultOf(row), ...(other ? { reason: otherSum } : {}) };
    let sum = row.amount;
    if (row.state === during) {
      // The same sum as the first time: it may be on its way still.
      const asked = await this.#ask(act, row, "");
      if (asked.state !== during || asked.reason) return asked;
    } else if (row.state !== from) {
      return { ...resultOf(row), reason: `the payment is ${row.state}` };
    } else if (amount !== undefined) {
      if (!(amount > 0 && amount <= row.amount)) return { ...resultOf(row), reason: "the amount is not from 1 to what is held" };
      sum = amount;
    }
    this.#ledger.write(transactionId, during, { amount: sum });
    try {
      return this.#done(transactionId, to, await this.#call(act, { ...row, amount: sum }));
    } catch (error) {
      const reason = messageOf(error);
      if (refusedOutright(error)) {
        if (act === "refund") {
          this.#ledger.write(transactionId, from);
          return { state: from, reason };
        }
        // A refused capture or void may mean that somebody else was quicker. Where the sum is held all the same, LINE Pay says
        // how much: the row may have only the part that an earlier press wanted.
        const found = await this.#askHeld(row).catch(() => undefined);
        if (typeof found === "object") return found;
        this.#ledger.write(transactionId, from, { amount: found ?? row.amount });
        return { state: from, reason };
      }
      let result: ActResult = { state: during };
      for (const pause of patience) {
        await this.#wait(pause);
        result = await this.#ask(act, { ...row, amount: sum }, reason);
        if (result.state !== during) break;
      }
      return result;
    }
  }

  async #call(act: Act, row: PaymentRow): Promise<string | undefined> {
    const { transactionId, amount, currency } = row;
    if (act === "refund") return (await this.#client.refund({ transactionId })).refundTransactionId;
    if (act === "capture") await this.#client.capture({ transactionId, amount, currency });
    else await this.#client.void({ transactionId });
    return undefined;
  }

  /** `otherwise` is the reason given when LINE Pay answers that it did not happen, or not in full. */
  async #ask(act: Act, row: PaymentRow, otherwise: string): Promise<ActResult> {
    const { during } = steps[act];
    try {
      const found = await (act === "refund" ? this.#askRefund(row) : this.#askHeld(row));
      return typeof found === "object" ? found : { state: during, reason: otherwise };
    } catch (error) {
      return { state: during, reason: messageOf(error) };
    }
  }

  async #askRefund(row: PaymentRow): Promise<ActResult | undefined> {
    const { payments } = await this.#client.paymentCheck({ transactionId: [row.transactionId] });
    const refunds = payments.find((payment) => payment.transactionId === row.transactionId)?.refundList ?? [];
    const sum = refunds.reduce((total, refund) => total + Math.abs(refund.refundAmount), 0);
    const last = refunds.at(-1);
    return last && sum >= row.amount ? this.#done(row.transactionId, "refunded", last.refundTransactionId) : undefined;
  }

  /** What became of it, or the sum that is still held, where LINE Pay says. Asked by the order's id, as a lost answer leaves one. */
  async #askHeld(row: PaymentRow): Promise<ActResult | number | undefined> {
    const mine = <T extends { transactionId: string }>(rows: T[]) => rows.find((found) => found.transactionId === row.transactionId);
    const held = await this.#client.authCheck({ orderId: [row.orderId] }).then(
      ({ authorizations }) => mine(authorizations),
      (error: unknown) => {
        if ((error as { code?: unknown }).code === "NOT_FOUND") return undefined;
        throw error;
      },
    );
    if (held?.payStatus === "VOIDED_AUTHORIZATION") return this.#done(row.transactionId, "voided");
    if (held?.payStatus === "EXPIRED_AUTHORIZATION") return this.#done(row.transactionId, "lapsed");
    if (held) return sumOf(held) || undefined;
    const captured = mine((await this.#client.paymentCheck({ orderId: [row.orderId] })).payments);
    if (!captured) return undefined;
    this.#ledger.write(row.transactionId, "paid", { amount: sumOf(captured) || row.amount });
    return { state: "paid" };
  }

  #done(transactionId: string, state: PaymentState, refundTransactionId?: string): ActResult {
    this.#ledger.write(transactionId, state, refundTransactionId === undefined ? {} : { refundTransactionId });
    return refundTransactionId === undefined ? { state } : { state, refundTransactionId };
  }
}

function sumOf({ payInfo = [] }: { payInfo?: { amount: number }[] | undefined }): number {
  return payInfo.reduce((total, part) => total + part.amount, 0);
}

function actDuring(state: PaymentState): Act | undefined {
  return (Object.keys(steps) as Act[]).find((act) => steps[act].during === state);
}

function resultOf(row: PaymentRow | undefined): ActResult {
  return row ? { state: row.state, refundTransactionId: row.refundTransactionId } : { state: "unknown-payment" };
}

/** True where LINE Pay said no and nothing happened. 1165 (already refunded) is a reason to ask. */
export function refusedOutright(error: unknown): boolean {
  const { outcome, returnCode } = (error ?? {}) as { outcome?: unknown; returnCode?: unknown };
  return outcome === "not-executed" && returnCode !== "1165";
}

export function messageOf(error: unknown): string {
  return error instanceof Error && error.message ? error.message : "no answer";
}
