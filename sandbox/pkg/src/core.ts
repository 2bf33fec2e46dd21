import * as module from "#sandbox";
import { SandboxError } from "./error.js";
import type { SandboxSettings } from "./settings.js";

/** What the sandbox's module offers: JSON texts in and out, so that no digit passes through a float. */
export interface Built {
  LinePaySandbox: { create(config: string, keeps: boolean): Machine };
}

interface Machine {
  load(records: string): void;
  /** The answer without its body, a line break, and the body. */
  handle(request: string, body: Uint8Array, now: number): string;
  took(milliseconds: number): void;
}

/** How a sandbox starts. */
export interface Config {
  channelId: string;
  channelSecret: string;
  /** Shown on the payment page and in payment details. */
  merchantName: string;
  /** Source of every id. Whoever knows it can guess them. */
  seed: string;
  /** Origin of the payment page's address; without it, the origin under which reserve was called. */
  publicOrigin?: string;
  settings?: Partial<SandboxSettings>;
}

/** A record to write (JSON text) or to remove (`null`). */
export type Change = [key: string, value: string | null];

/**
 * How an answer reaches its caller. `hang`: nothing for so long, then the connection breaks; `drop`: it breaks in the middle of the body;
 * `reset`: before anything is sent; `delay`: whole, so much later; `drip`: whole, spread over that time. `again`: there is no answer yet,
 * the same request is given once more so much later with `held`, even if its caller has gone by then. `ask`: LINE Pay's server first sends
 * `body` to the merchant's `url` by POST; the same request is given once more with what was `asked`.
 */
export type Delivery =
  | { kind: "whole" | "drop" | "reset" }
  | { kind: "hang" | "delay" | "drip" | "again"; seconds: number }
  | { kind: "ask"; url: string; body: string };

/** What the merchant answered; the status is 0 where it did not. */
export interface Asked {
  status: number;
  body: string;
}

/** What is to be sent. */
export interface Answer {
  status: number;
  contentType: string;
  /** Beside those that every answer has. */
  headers: [name: string, value: string][];
  body: string;
  delivery: Delivery;
  /** Addresses that LINE Pay's server calls by GET now (confirmUrlType SERVER). */
  callbacks: string[];
}

/** Counts the instances of the module: what lived in one that stopped is gone. */
let instance = 0;

/** LINE Pay's server as a state machine, without network, clock or randomness. */
export class Core {
  readonly #machine: Machine;
  readonly #instance = instance;

  /**
   * @param records What an earlier core of this merchant handed out as changes, put together. Without them, nobody keeps what changes: no
   * answer has any.
   * @throws A {@link SandboxError} for a configuration or a record that cannot be read. It names no value.
   */
  constructor(config: Config, records?: Iterable<[key: string, value: string]>) {
    const { LinePaySandbox } = module.core();
    try {
      this.#machine = LinePaySandbox.create(JSON.stringify(config), records !== undefined);
      if (records !== undefined) this.#machine.load(JSON.stringify([...records]));
    } catch (thrown) {
      if (stopped(thrown)) throw this.#replace(thrown);
      throw new SandboxError(thrown instanceof Error ? thrown.message : "the sandbox cannot start");
    }
  }

  /**
   * Answers one request at the host's time (milliseconds since 1970).
   *
   * @param request What `describe` made of it.
   * @returns With the records that changed: where they are kept, they are written down before the answer is sent.
   * @throws A {@link SandboxError} where the module stops, now or for another sandbox of its instance. This core is then of no use any
   * more.
   */
  answer(request: string, body: Uint8Array, now: number): Answer & { changes: Change[] } {
    if (this.#instance !== instance) throw lost(undefined);
    try {
      const text = this.#machine.handle(request, body, now);
      const end = text.indexOf("\n");
      const answer = JSON.parse(text.slice(0, end)) as Answer & { changes: Change[] };
      answer.body = text.slice(end + 1);
      return answer;
    } catch (thrown) {
      throw this.#replace(thrown);
    }
  }

  /** How long the last answer took since `begun`, a time of `performance`, for the call log. workerd's clock stands meanwhile. */
  took(begun: number): void {
    const milliseconds = performance.now() - begun;
    if (milliseconds > 0 && this.#instance === instance) this.#machine.took(Math.round(milliseconds * 1000) / 1000);
  }

  #replace(cause: unknown): SandboxError {
    if (this.#instance === instance) {
      instance += 1;
      module.replace();
    }
    return lost(cause);
  }
}

/** Whether the module itself stopped, rather than refused. The class may be of another realm. */
function stopped(thrown: unknown): boolean {
  return !(thrown instanceof Error) || thrown.name === "RuntimeError" || thrown.name === "RangeError";
}

function lost(cause: unknown): SandboxError {
  const error = new SandboxError(
    "the sandbox's WebAssembly module stopped, and what it held in memory is gone: start another one, and please report it",
  );
  if (cause !== undefined) error.cause = cause;
  return error;
}
