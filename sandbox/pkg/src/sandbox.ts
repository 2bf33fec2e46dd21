import { wrong } from "./arguments.js";
import { SandboxControl } from "./control.js";
import { asked, NOBODY } from "./callback.js";
import { type Answer, type Asked, type Config, Core } from "./core.js";
import { SandboxError } from "./error.js";
import { BODY_LIMIT, deliver, describe, givenPeer, held, respond, respondWith } from "./exchange.js";
import { Host, type Store } from "./host.js";
import { incoming } from "./incoming.js";
import type { SandboxOptions } from "./options.js";
import { isBelow, page } from "./pages.js";

/** What `fetch` rejects with where no complete answer came. */
const BROKEN = "fetch failed: the sandbox broke the connection off, as it was told to";

/**
 * A sandbox in this program; {@link createSandbox} starts one.
 */
export class Sandbox extends SandboxControl {
  readonly #host: Host;
  readonly #origin: string;
  readonly #prefix: string;
  readonly #now: () => number;
  readonly #onCallback: SandboxOptions["onCallback"];
  readonly #onFeeInquiry: SandboxOptions["onFeeInquiry"];

  /** @internal */
  constructor(
    config: Config,
    origin: string,
    { now, onCallback, onFeeInquiry, prefix = "" }: Pick<SandboxOptions, "now" | "onCallback" | "onFeeInquiry" | "prefix">,
    store?: Store,
  ) {
    super(`${origin}${prefix}`, (url, init) => this.fetch(url, init));
    this.#origin = origin;
    this.#prefix = prefix;
    this.#host = new Host(config, store);
    this.#now = now ?? Date.now;
    this.#onCallback = onCallback;
    this.#onFeeInquiry = onFeeInquiry;
  }

  /**
   * Takes the place of the global `fetch` in a client, and answers what is sent to `baseUrl`: LINE Pay's API, the buyer's pages, and the
   * control route of the sandbox's README. A call that `signal` aborts rejects with its reason; what has reached the sandbox by then keeps
   * its effect. It may be passed on without its sandbox.
   */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = incoming(input, init);
    const signal = init?.signal ?? (typeof input === "object" && "signal" in input ? input.signal : undefined);
    signal?.throwIfAborted();
    const { url } = request;
    if (url.origin !== this.#origin || !isBelow(this.#prefix, url)) {
      const told = `This is the LINE Pay sandbox at ${this.baseUrl}, and it answers for no other host: give the client that as baseUrl.`;
      return respond(421, "text/plain;charset=UTF-8", told);
    }
    const shown = page(request, url, this.#prefix);
    if (shown !== undefined) return shown;
    const described = describe(request, url, givenPeer(request) ?? "127.0.0.1", this.#prefix);
    const given = request.body();
    const body = (given instanceof Uint8Array ? given : await given).subarray(0, BODY_LIMIT + 1);
    signal?.throwIfAborted();
    const first = this.answer(described, body);
    // As most do. Each promise is some of a call's time.
    if (first.callbacks.length === 0 && first.delivery.kind === "whole") return respondWith(first, first.body);
    const called = async (answer: Answer): Promise<Answer> => {
      for (const address of answer.callbacks) await this.#onCallback?.(address);
      return answer;
    };
    const answer = (request: string): Promise<Answer> => called(this.answer(request, body));
    return deliver(
      await called(first),
      (asked) => answer(held(described, asked)),
      (url, body) => this.#inquire(url, body),
      signal,
      () => {
        throw new TypeError(BROKEN);
      },
    );
  };

  /** What the test's own shop says the shipping costs. */
  async #inquire(url: string, body: string): Promise<Asked> {
    if (this.#onFeeInquiry === undefined) return NOBODY;
    const given: unknown = await this.#onFeeInquiry(url, body);
    return given instanceof Response ? asked(given) : { status: 200, body: JSON.stringify(given) ?? "" };
  }

  /** @internal One request, as `describe` writes it, without its delivery. */
  answer(described: string, body: Uint8Array): Answer {
    return this.#host.answer(described, body, this.#time());
  }

  #time(): number {
    const now: unknown = this.#now();
    if (typeof now === "number" && now >= 0 && now <= Number.MAX_SAFE_INTEGER) return now;
    throw wrong(
      "createSandbox",
      "now",
      "must give the time in milliseconds since 1970",
      `it gave ${typeof now === "number" ? now : typeof now}`,
    );
  }

  /** Its address; no credential. */
  toJSON(): { baseUrl: string } {
    return { baseUrl: this.baseUrl };
  }
}

/** Fails for settings that the core does not take, with its words, which name no credential. */
export function tryOut(config: Config): void {
  const { settings, ...rest } = config;
  const core = new Core({ ...rest, seed: "tried out" });
  const request = { method: "PUT", path: "/_sandbox/settings", query: "", headers: [["x-sandbox-control", "1"]], peer: "", origin: "" };
  const { status, body } = core.answer(JSON.stringify(request), new TextEncoder().encode(JSON.stringify(settings)), 0);
  if (status === 200) return;
  const { error } = JSON.parse(body) as { error: string };
  throw new SandboxError(`createSandbox: settings: ${error}`, status);
}
