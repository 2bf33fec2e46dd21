import { wrong } from "./arguments.js";
import { SandboxControl } from "./control.js";
import { Core, type Config } from "./core.js";
import { SandboxError } from "./error.js";
import { bytes, deliver, describe, givenPeer, respond } from "./exchange.js";
import type { SandboxOptions } from "./options.js";

/** What `fetch` rejects with where no complete answer came. */
const BROKEN = "fetch failed: the sandbox broke the connection off, as it was told to";
const NO_PAGES =
  "The buyer's pages are not part of this sandbox: call sandbox.approve(transactionId), " +
  "and send the browser to the redirectUrl of what it gives.";

/**
 * A sandbox in this program; {@link createSandbox} starts one.
 */
export class Sandbox extends SandboxControl {
  readonly #config: Config;
  readonly #now: () => number;
  readonly #onCallback: SandboxOptions["onCallback"];
  #core: Core | undefined;

  /** @internal */
  constructor(config: Config, origin: string, { now, onCallback }: Pick<SandboxOptions, "now" | "onCallback">) {
    super(origin, (url, init) => this.fetch(url, init));
    this.#config = config;
    this.#now = now ?? Date.now;
    this.#onCallback = onCallback;
  }

  /**
   * Takes the place of the global `fetch` in a client, and answers what is sent to `baseUrl`: LINE Pay's API, and the control route of the
   * sandbox's README. A call that `signal` aborts rejects with its reason; what has reached the sandbox by then keeps its effect.
   * It may be passed on without its sandbox.
   */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const signal = init?.signal ?? (typeof input === "object" && "signal" in input ? input.signal : undefined);
    signal?.throwIfAborted();
    const url = new URL(request.url);
    if (url.origin !== this.baseUrl) {
      return respond(421, "text/plain;charset=UTF-8", `This is the LINE Pay sandbox at ${this.baseUrl}: give the client that baseUrl.`);
    }
    if (request.method === "GET" && /^\/web\/(payment\/wait|sandbox\/)/.test(url.pathname)) {
      return respond(404, "text/plain;charset=UTF-8", NO_PAGES);
    }
    const described = describe(request, url, givenPeer(request) ?? "127.0.0.1");
    const body = await bytes(request);
    signal?.throwIfAborted();
    // Not before: workerd draws no random numbers while a worker is loaded, where a test may well make its sandbox.
    this.#core ??= new Core({ ...this.#config, seed: this.#config.seed || draw() });
    const answer = this.#core.answer(described, body, this.#time());
    if (answer.callback !== undefined) await this.#onCallback?.(answer.callback);
    return deliver(answer, signal, () => {
      throw new TypeError(BROKEN);
    });
  };

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

/** A seed that nobody can guess. */
function draw(): string {
  const drawn = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("");
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
