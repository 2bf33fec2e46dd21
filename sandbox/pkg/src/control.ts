import { checkObject, wrong } from "./arguments.js";
import { reason, SandboxError } from "./error.js";
import type { SandboxSettings } from "./settings.js";
import type { SandboxSeed, SandboxSeeded, SandboxWorldSeed, SandboxWorldSummary } from "./seed.js";
import type { SandboxApproval, SandboxCall, SandboxClock, SandboxFault, SandboxMethod, SandboxPayment, SandboxRegKey } from "./views.js";

export { SandboxError } from "./error.js";
export type * from "./seed.js";
export type { SandboxAct, SandboxSettings } from "./settings.js";
export type * from "./views.js";

/** The part of `fetch` that is used here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Plays the buyer, spoils answers, moves the clock and tells what a sandbox knows: one in this program ({@link createSandbox}), or one that
 * runs elsewhere, such as the command `linepay-sandbox` at its address.
 *
 * ```ts
 * const sandbox = new SandboxControl("http://127.0.0.1:8788");
 * const { redirectUrl } = await sandbox.approve(transactionId);
 * ```
 *
 * Every method rejects with a {@link SandboxError} if the sandbox refuses.
 */
export class SandboxControl {
  /** Address of the sandbox: the `baseUrl` of a client that is to call it. */
  readonly baseUrl: string;
  readonly #fetch: Fetch;
  readonly #token: string;
  readonly #world: string | undefined;

  /**
   * @param baseUrl Address of the sandbox, with the path below which it is mounted, if any. Throws a TypeError if it is no URL.
   * @param fetch Takes the place of the global `fetch`.
   * @param token The control token of a sandbox on another machine; on this one none is needed.
   * @param world The world that is driven; the sandbox's own unless told otherwise. `"production"` is that of LINE Pay's production hosts.
   */
  constructor(baseUrl: string, fetch: Fetch = (url, init) => globalThis.fetch(url, init), token = "1", world?: string) {
    const { origin, pathname } = new URL(baseUrl);
    if (origin === "null")
      throw new TypeError(`SandboxControl: baseUrl must begin with http:// or https://: give it as in http://127.0.0.1:8788`);
    this.baseUrl = `${origin}${pathname.replace(/\/+$/, "")}`;
    this.#fetch = fetch;
    this.#token = token;
    this.#world = world;
  }

  /** The buyer approves the payment. Where LINE Pay sends the browser then is `redirectUrl` of the payment: your confirmUrl. */
  approve(transactionId: string | bigint, approval?: SandboxApproval): Promise<SandboxPayment> {
    return this.#decide(transactionId, "approve", approval);
  }

  /** The buyer cancels. `redirectUrl` is then your cancelUrl, if the order has one. */
  cancel(transactionId: string | bigint): Promise<SandboxPayment> {
    return this.#decide(transactionId, "cancel");
  }

  /** The buyer's payment method is declined. */
  decline(transactionId: string | bigint): Promise<SandboxPayment> {
    return this.#decide(transactionId, "decline");
  }

  /** Every payment, the one that was reserved first at the front. */
  async transactions(): Promise<SandboxPayment[]> {
    const { transactions } = await this.#call<{ transactions: SandboxPayment[] }>("GET", "transactions");
    return transactions;
  }

  /** Every regKey of an automatic payment. */
  async regKeys(): Promise<SandboxRegKey[]> {
    const { regKeys } = await this.#call<{ regKeys: SandboxRegKey[] }>("GET", "reg-keys");
    return regKeys;
  }

  /** Makes a regKey that is ready to be charged, as after a registration of nothing: without reserve, buyer and confirm. */
  register(registration: { method?: SandboxMethod } = {}): Promise<SandboxRegKey> {
    checkObject("register", "registration", registration, 'such as { method: "BALANCE" }');
    return this.#call("POST", "reg-keys", registration);
  }

  /** The buyer ends a regKey in the LINE app. */
  async endRegKey(regKey: string): Promise<SandboxRegKey> {
    if (typeof regKey !== "string" || regKey === "")
      throw wrong("endRegKey", "regKey", "must be a text, and not empty", "give the one of confirm's reply");
    return this.#call("POST", `reg-keys/${encodeURIComponent(regKey)}/end`);
  }

  /** The last 200 calls of the API, the oldest first, secrets and signatures masked. `note` says what LINE Pay's codes do not. */
  async calls(): Promise<SandboxCall[]> {
    const { calls } = await this.#call<{ calls: SandboxCall[] }>("GET", "log");
    return calls;
  }

  /**
   * Spoils the answer of the next call of an operation, before or after it has its effect. Several faults of one operation follow each
   * other. A call that does not pass authentication uses none up.
   *
   * @returns All that is armed now.
   */
  async arm(fault: SandboxFault): Promise<SandboxFault[]> {
    checkObject("arm", "fault", fault, 'such as { operation: "confirm", kind: "hang" }');
    const { faults } = await this.#call<{ faults: SandboxFault[] }>("POST", "faults", fault);
    return faults;
  }

  /** Takes back every fault that is still armed. */
  async disarm(): Promise<void> {
    await this.#call("DELETE", "faults");
  }

  /**
   * Moves the sandbox's clock on, by whole seconds: the part of one counts as one.
   *
   * @param milliseconds How far; not below 0.
   * @returns The sandbox's time.
   */
  async advance(milliseconds: number): Promise<Date> {
    if (typeof milliseconds !== "number" || !(milliseconds >= 0 && milliseconds <= Number.MAX_SAFE_INTEGER)) {
      const remedy = "the clock does not go back (reset puts it to the host's), and 1000 is one second";
      throw wrong("advance", "milliseconds", "must be a number of milliseconds, 0 or more", remedy);
    }
    const { now } = await this.#call<{ now: string }>("POST", "clock", { advanceSeconds: Math.ceil(milliseconds / 1000) });
    return new Date(now);
  }

  /**
   * Puts the sandbox's clock to a time, or makes it run faster (`speed`: so many times as fast as the host's) or stand (0). It does not go
   * behind what happened last.
   *
   * @returns The clock, with what ended by it.
   */
  setClock(clock: { set?: string | Date; speed?: number }): Promise<SandboxClock> {
    checkObject("setClock", "clock", clock, 'such as { set: "2026-05-07T03:04:05Z", speed: 60 }');
    return this.#call("POST", "clock", clock);
  }

  /** The sandbox's clock, with what ends next; or what would end within so many milliseconds, without anything being done. */
  clock(milliseconds?: number): Promise<SandboxClock> {
    if (milliseconds === undefined) return this.#call("GET", "clock");
    return this.#call("POST", "clock", { advanceSeconds: Math.ceil(milliseconds / 1000), preview: true });
  }

  /** The sandbox's time, to the second. */
  async time(): Promise<Date> {
    const { now } = await this.#call<{ now: string }>("GET", "clock");
    return new Date(now);
  }

  /** How the sandbox is set. */
  settings(): Promise<SandboxSettings> {
    return this.#call("GET", "settings");
  }

  /** Changes the settings that are named, until {@link SandboxControl.reset}. @returns All of them. */
  async set(settings: Partial<SandboxSettings>): Promise<SandboxSettings> {
    checkObject("set", "settings", settings, "such as { merchantDisabled: true }");
    return this.#call("PUT", "settings", settings);
  }

  /**
   * Makes a merchant beside this one, in the same sandbox: with payments, faults, clock, calls, settings and keys of its own. Calls with
   * its channel id are its calls. Tests that run at the same time never meet where each has its world.
   *
   * @param seed What it begins with; what is left out is drawn, or as the sandbox has it.
   */
  async world(seed: SandboxWorldSeed = {}): Promise<SandboxWorld> {
    checkObject("world", "seed", seed, 'such as { settings: { currency: "JPY" } }');
    const made = await this.#call<SandboxSeeded & Identity>("POST", "worlds", seed);
    return new SandboxWorld(this.baseUrl, this.#fetch, this.#token, made);
  }

  /** Every world: the sandbox's own (`sandbox`), the one of LINE Pay's production hosts (`production`), and those that were made. */
  async worlds(): Promise<SandboxWorldSummary[]> {
    const { worlds } = await this.#call<{ worlds: SandboxWorldSummary[] }>("GET", "worlds");
    return worlds;
  }

  /**
   * Puts settings, faults, payments, regKeys and other worlds into the sandbox: all of them, or none where one is wrong; the error then
   * names each with its path.
   *
   * @returns The payments and regKeys that came into it, and the worlds that were made.
   */
  async seed(seed: SandboxSeed): Promise<SandboxSeeded & { worlds: (SandboxSeeded & Identity)[] }> {
    checkObject("seed", "seed", seed, 'such as { payments: [{ orderId: "ORD-1", amount: 360 }] }');
    return this.#call("POST", "seed", seed);
  }

  /** Forgets payments, regKeys, faults, calls, changed settings and how far the clock was moved. */
  async reset(): Promise<void> {
    await this.#call("POST", "reset");
  }

  async #decide(transactionId: string | bigint, step: string, approval?: SandboxApproval): Promise<SandboxPayment> {
    if (typeof transactionId !== "bigint" && (typeof transactionId !== "string" || transactionId === "")) {
      const remedy = "give the transactionId of reserve's reply as it is; a number has lost some of its digits";
      throw wrong(step, "transactionId", "must be a text or a BigInt", remedy);
    }
    if (approval !== undefined) checkObject(step, "approval", approval, 'such as { method: "BALANCE" }');
    return this.#call("POST", `transactions/${encodeURIComponent(String(transactionId))}/${step}`, approval);
  }

  /** @internal */
  protected end(world: string): Promise<void> {
    return this.#call("DELETE", `worlds/${world}`);
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const headers: Record<string, string> = { "x-sandbox-control": this.#token };
    if (this.#world !== undefined) headers["x-sandbox-world"] = this.#world;
    if (body !== undefined) headers["content-type"] = "application/json";
    const response = await this.#fetch(`${this.baseUrl}/_sandbox/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new SandboxError(`${method} ${path}: ${reason(text)}`, response.status);
    return JSON.parse(text) as T;
  }
}

interface Identity {
  name: string;
  channelId: string;
  channelSecret: string;
  merchantName: string;
}

/** A merchant beside the sandbox's own: give its client `baseUrl`, `channelId` and `channelSecret`. See {@link SandboxControl.world}. */
export class SandboxWorld extends SandboxControl {
  readonly name: string;
  readonly channelId: string;
  readonly channelSecret: string;
  readonly merchantName: string;

  /** @internal */
  constructor(baseUrl: string, fetch: Fetch, token: string, { name, channelId, channelSecret, merchantName }: Identity) {
    super(baseUrl, fetch, token, name);
    this.name = name;
    this.channelId = channelId;
    this.channelSecret = channelSecret;
    this.merchantName = merchantName;
  }

  /** Ends the world, with all that is in it. */
  remove(): Promise<void> {
    return this.end(this.name);
  }
}
