/**
 * A full refund, once: paid → refunding → refunded. The ledger is written before LINE Pay is called, and whatever is
 * found "refunding" later (a lost answer, a restart) is settled by asking LINE Pay before anything is repeated.
 */

export type RefundState = "paid" | "refunding" | "refunded";

export interface RefundRow {
  transactionId: string;
  amount: number;
  state: RefundState;
  refundTransactionId?: string | undefined;
}

export interface Ledger {
  read(transactionId: string): RefundRow | undefined;
  write(transactionId: string, state: RefundState, refundTransactionId?: string): void;
}

/** The part of LinePay that a refund needs. */
export interface RefundClient {
  refund(request: { transactionId: string }): Promise<{ refundTransactionId: string }>;
  paymentCheck(request: { transactionId: string[] }): Promise<{ payments: CheckedPayment[] }>;
}

export interface CheckedPayment {
  transactionId: string;
  refundList?: { refundTransactionId: string; refundAmount: number }[] | undefined;
}

export interface RefundResult {
  state: RefundState | "unknown-payment";
  refundTransactionId?: string | undefined;
  /** Why it is not refunded, for the person who pressed the button. */
  reason?: string;
}

/** Waits before each question after a lost answer, in milliseconds: the lost call may still be at work. */
const patience = [0, 1000, 2000];

export class Refunds {
  readonly #ledger: Ledger;
  readonly #client: RefundClient;
  readonly #wait: (milliseconds: number) => Promise<void>;
  readonly #inFlight = new Map<string, Promise<RefundResult>>();

  constructor(ledger: Ledger, client: RefundClient, wait: (milliseconds: number) => Promise<void>) {
    this.#ledger = ledger;
    this.#client = client;
    this.#wait = wait;
  }

  /** Two calls at the same time (a double click, two tabs) share one refund and one result. */
  refund(transactionId: string): Promise<RefundResult> {
    return this.#once(transactionId, () => this.#refund(transactionId));
  }

  /** Asks about a refund that was left unfinished; never starts one. */
  settle(transactionId: string): Promise<RefundResult> {
    return this.#once(transactionId, async () => {
      const row = this.#ledger.read(transactionId);
      return row?.state === "refunding" ? this.#ask(row, "not refunded yet") : resultOf(row);
    });
  }

  #once(transactionId: string, work: () => Promise<RefundResult>): Promise<RefundResult> {
    const running = this.#inFlight.get(transactionId);
    if (running) return running;
    const started = work().finally(() => this.#inFlight.delete(transactionId));
    this.#inFlight.set(transactionId, started);
    return started;
  }

  async #refund(transactionId: string): Promise<RefundResult> {
    const row = this.#ledger.read(transactionId);
    if (!row || row.state === "refunded") return resultOf(row);
    if (row.state === "refunding") {
      const asked = await this.#ask(row, "");
      if (asked.state === "refunded" || asked.reason) return asked;
    }
    this.#ledger.write(transactionId, "refunding");
    try {
      const reply = await this.#client.refund({ transactionId });
      return this.#refunded(transactionId, reply.refundTransactionId);
    } catch (error) {
      if (refusedOutright(error)) {
        this.#ledger.write(transactionId, row.state);
        return { state: row.state, reason: messageOf(error) };
      }
      let result: RefundResult = { state: "refunding" };
      for (const pause of patience) {
        await this.#wait(pause);
        result = await this.#ask(row, messageOf(error));
        if (result.state === "refunded") break;
      }
      return result;
    }
  }

  /** `otherwise` is the reason given when LINE Pay answers that nothing, or not everything, was refunded. */
  async #ask(row: RefundRow, otherwise: string): Promise<RefundResult> {
    try {
      const { payments } = await this.#client.paymentCheck({ transactionId: [row.transactionId] });
      const refunds = payments.find((payment) => payment.transactionId === row.transactionId)?.refundList ?? [];
      const sum = refunds.reduce((total, refund) => total + Math.abs(refund.refundAmount), 0);
      const last = refunds.at(-1);
      if (last && sum >= row.amount) return this.#refunded(row.transactionId, last.refundTransactionId);
      return { state: "refunding", reason: otherwise };
    } catch (error) {
      return { state: "refunding", reason: messageOf(error) };
    }
  }

  #refunded(transactionId: string, refundTransactionId: string): RefundResult {
    this.#ledger.write(transactionId, "refunded", refundTransactionId);
    return { state: "refunded", refundTransactionId };
  }
}

function resultOf(row: RefundRow | undefined): RefundResult {
  return row ? { state: row.state, refundTransactionId: row.refundTransactionId } : { state: "unknown-payment" };
}

/** True where LINE Pay said no and nothing happened. 1165 (already refunded) is a reason to ask. */
function refusedOutright(error: unknown): boolean {
  const { outcome, returnCode } = (error ?? {}) as { outcome?: unknown; returnCode?: unknown };
  return outcome === "not-executed" && returnCode !== "1165";
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message ? error.message : "no answer";
}
