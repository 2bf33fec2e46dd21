/**
 * Monthly orders, by the key (regKey) that the confirm of the first payment gave: charged again, checked, ended.
 *
 *     active → charging → active → … → ending → ended
 *
 * Each charge is an order of its own with a number, so a button pressed twice is one charge, and a lost answer is settled by
 * asking for that order before it is charged again. The key stays in the ledger.
 */
import type { Currency } from "linepay-edge";
import { messageOf, patience, refusedOutright } from "./acts";

export type SubscriptionState = "active" | "charging" | "ending" | "ended" | "no-key";

export interface Subscription {
  /** Of the order that registered it. */
  orderId: string;
  regKey: string | undefined;
  productName: string;
  amount: number;
  currency: Currency;
  state: SubscriptionState;
  /** Charges after the first payment. */
  charges: number;
}

export interface SubscriptionLedger {
  read(orderId: string): Subscription | undefined;
  write(orderId: string, state: SubscriptionState): void;
  /** One more charge: its payment and the count in one write. */
  charged(subscription: Subscription, charge: { orderId: string; transactionId: string; payInfo: unknown }): void;
}

export interface SubscriptionClient {
  preApproval(request: {
    regKey: string;
    productName: string;
    amount: number;
    currency: Currency;
    orderId: string;
    capture: true;
  }): Promise<{ transactionId: string; payInfo?: unknown }>;
  paymentCheck(request: { orderId: string[] }): Promise<{ payments: { transactionId: string; payInfo?: unknown }[] }>;
  regKeyCheck(request: { regKey: string }): Promise<unknown>;
  regKeyExpire(request: { regKey: string }): Promise<unknown>;
}

export interface SubscriptionResult {
  state: SubscriptionState | "unknown-subscription";
  charges: number;
  /** Whether LINE Pay would take a charge, where it was asked. */
  usable?: boolean;
  reason?: string;
}

/** LINE Pay does not know the key any more, or it has ended. */
const endedCodes = ["1190", "1193"];
/** A payment with this key is in process. */
const atWork = "1197";

export class Subscriptions {
  readonly #ledger: SubscriptionLedger;
  readonly #client: (orderId: string) => SubscriptionClient;
  readonly #wait: (milliseconds: number) => Promise<void>;
  readonly #inFlight = new Map<string, Promise<SubscriptionResult>>();

  /** `client` makes one for calls about this subscription: the diagram of its first order shows them. */
  constructor(ledger: SubscriptionLedger, client: (orderId: string) => SubscriptionClient, wait: (milliseconds: number) => Promise<void>) {
    this.#ledger = ledger;
    this.#client = client;
    this.#wait = wait;
  }

  /** Makes the charge with this number, once: `number` is one more than the charges that the page has seen. */
  charge(orderId: string, number: number): Promise<SubscriptionResult> {
    return this.#with(orderId, (held, regKey) => this.#charge(held, regKey, number));
  }

  check(orderId: string): Promise<SubscriptionResult> {
    return this.#with(orderId, async (held, regKey) => {
      try {
        await this.#client(orderId).regKeyCheck({ regKey });
        return { ...resultOf(held), usable: true };
      } catch (error) {
        if (ended(error) && held.state !== "charging") this.#ledger.write(orderId, "ended");
        return { ...resultOf(this.#ledger.read(orderId) ?? held), usable: false, reason: messageOf(error) };
      }
    });
  }

  end(orderId: string): Promise<SubscriptionResult> {
    return this.#with(orderId, (held, regKey) => this.#end(held, regKey));
  }

  #with(orderId: string, work: (held: Subscription, regKey: string) => Promise<SubscriptionResult>): Promise<SubscriptionResult> {
    const running = this.#inFlight.get(orderId);
    if (running) return running;
    const start = async (): Promise<SubscriptionResult> => {
      const held = this.#ledger.read(orderId);
      if (!held) return { state: "unknown-subscription", charges: 0 };
      return held.regKey === undefined ? resultOf(held) : work(held, held.regKey);
    };
    const started = start().finally(() => this.#inFlight.delete(orderId));
    this.#inFlight.set(orderId, started);
    return started;
  }

  async #charge(held: Subscription, regKey: string, number: number): Promise<SubscriptionResult> {
    if (number <= held.charges) return resultOf(held);
    if (number !== held.charges + 1) return { ...resultOf(held), reason: "reload the page first" };
    const orderId = `${held.orderId}-${number + 1}`;
    if (held.state === "charging") {
      const asked = await this.#askCharge(held, orderId, "");
      if (asked.state !== "charging" || asked.reason) return asked;
    } else if (held.state !== "active") {
      return { ...resultOf(held), reason: `the subscription is ${held.state}` };
    }
    this.#ledger.write(held.orderId, "charging");
    const { productName, amount, currency } = held;
    try {
      const reply = await this.#client(held.orderId).preApproval({ regKey, productName, amount, currency, orderId, capture: true });
      return this.#charged(held, orderId, reply);
    } catch (error) {
      // 1172: the order is there already, so it is asked for.
      if (refusedOutright(error) && returnCodeOf(error) !== "1172") {
        if (held.state === "charging") {
          // The refusal speaks of this call alone; an earlier one for the same order may have gone through since, or be at work still.
          const asked = await this.#askCharge(held, orderId, "");
          if (asked.state !== "charging" || asked.reason) return asked;
          if (returnCodeOf(error) === atWork) return { ...asked, reason: messageOf(error) };
        }
        const state = ended(error) ? "ended" : "active";
        this.#ledger.write(held.orderId, state);
        return { state, charges: held.charges, reason: messageOf(error) };
      }
      let result: SubscriptionResult = { state: "charging", charges: held.charges };
      for (const pause of patience) {
        await this.#wait(pause);
        result = await this.#askCharge(held, orderId, messageOf(error));
        if (result.state !== "charging") break;
      }
      return result;
    }
  }

  async #askCharge(held: Subscription, orderId: string, otherwise: string): Promise<SubscriptionResult> {
    const open: SubscriptionResult = { state: "charging", charges: held.charges };
    try {
      const [found] = (await this.#client(held.orderId).paymentCheck({ orderId: [orderId] })).payments;
      return found ? this.#charged(held, orderId, found) : { ...open, reason: otherwise };
    } catch (error) {
      const none = (error as { code?: unknown }).code === "NOT_FOUND";
      return { ...open, reason: none ? otherwise : messageOf(error) };
    }
  }

  #charged(held: Subscription, orderId: string, payment: { transactionId: string; payInfo?: unknown }): SubscriptionResult {
    this.#ledger.charged(held, { orderId, transactionId: payment.transactionId, payInfo: payment.payInfo ?? [] });
    return { state: "active", charges: held.charges + 1 };
  }

  /** Ending twice does no harm, yet a lost answer is asked about first all the same. */
  async #end(held: Subscription, regKey: string): Promise<SubscriptionResult> {
    if (held.state === "ended") return resultOf(held);
    if (held.state === "charging") return { ...resultOf(held), reason: "the last charge is not settled" };
    const over = (state: "ended" | "active" | "ending", reason?: string): SubscriptionResult => {
      this.#ledger.write(held.orderId, state);
      return { state, charges: held.charges, ...(reason ? { reason } : {}) };
    };
    if (held.state === "ending" && (await this.#keyEnded(held.orderId, regKey))) return over("ended");
    this.#ledger.write(held.orderId, "ending");
    try {
      await this.#client(held.orderId).regKeyExpire({ regKey });
      return over("ended");
    } catch (error) {
      if (ended(error) || (await this.#keyEnded(held.orderId, regKey))) return over("ended");
      return over(refusedOutright(error) ? "active" : "ending", messageOf(error));
    }
  }

  async #keyEnded(orderId: string, regKey: string): Promise<boolean> {
    return this.#client(orderId)
      .regKeyCheck({ regKey })
      .then(() => false, ended);
  }
}

function resultOf({ state, charges, regKey }: Subscription): SubscriptionResult {
  return { state: regKey === undefined ? "no-key" : state, charges };
}

function returnCodeOf(error: unknown): unknown {
  return (error as { returnCode?: unknown } | undefined)?.returnCode;
}

function ended(error: unknown): boolean {
  return endedCodes.includes(String(returnCodeOf(error)));
}
