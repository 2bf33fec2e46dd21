// The sandbox as a worker of its own: the rules are in the wasm module; this gives it a memory that survives a restart, delivers
// its answers, and serves the buyer's pages.
import { DurableObject } from "cloudflare:workers";
import { elsewhere } from "./about.js";
import { call, inquire } from "./callback.js";
import { type Answer, type Change, type Config, Core } from "./core.js";
import { draw } from "./draw.js";
import { bytes, deliver, describe, givenPeer, held, respond } from "./exchange.js";
import { isBelow, isLoopback, page } from "./pages.js";

/** The part of a Durable Object's state that is used: SQLite. */
export interface ObjectState {
  storage: {
    sql: { exec(query: string, ...values: unknown[]): { raw(): Iterable<unknown[]> } };
    transactionSync<T>(work: () => T): T;
  };
}

/** Bindings of the worker. */
export interface SandboxEnv {
  /** The namespace of {@link SandboxObject}. */
  SANDBOX: { idFromName(name: string): unknown; get(id: never): unknown };
  /**
   * JSON text: `{ channelId, channelSecret, merchantName, allow?, publicOrigin?, settings?, prefix?, controlToken? }`. `prefix` is where in
   * your own worker the sandbox is mounted, such as `/line-pay`; with `controlToken` as `x-sandbox-control`, the control route answers
   * beyond this machine.
   */
  SANDBOX_CONFIG: string;
}

/** One object holds the whole sandbox; its SQLite table holds what the core calls records. */
export class SandboxObject extends DurableObject<SandboxEnv> {
  #core: Core | undefined;

  constructor(ctx: ObjectState, env: SandboxEnv) {
    super(ctx, env);
    for (const table of ["records", "host"]) {
      ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS ${table} (key TEXT PRIMARY KEY, value TEXT NOT NULL)`);
    }
  }

  /** Answers a request (as the core's JSON) once every change of it is written down. */
  answer(request: string, body: Uint8Array): Answer {
    const begun = performance.now();
    try {
      this.#core ??= this.#start();
      const { changes, ...answer } = this.#core.answer(request, body, Date.now());
      this.ctx.storage.transactionSync(() => this.#write(changes));
      this.#core.took(begun);
      return answer;
    } catch (error) {
      // What is in memory may differ from what is written: begin again from the records.
      this.#core = undefined;
      throw error;
    }
  }

  #start(): Core {
    const { allow, prefix: _prefix, controlToken: _token, ...config } = read(this.env.SANDBOX_CONFIG);
    const settings = { ...config.settings, ...(allow === undefined ? {} : { allow }) };
    const rows = this.ctx.storage.sql.exec("SELECT key, value FROM records").raw() as Iterable<[string, string]>;
    return new Core({ ...config, seed: this.#seed(), settings }, rows);
  }

  /** Drawn once; nobody can guess an id that comes from it. */
  #seed(): string {
    const { sql } = this.ctx.storage;
    const [kept] = sql.exec("SELECT value FROM host WHERE key = 'seed'").raw() as Iterable<[string]>;
    if (kept) return kept[0];
    const seed = draw(32);
    sql.exec("INSERT INTO host (key, value) VALUES ('seed', ?)", seed);
    return seed;
  }

  #write(changes: Change[]): void {
    const { sql } = this.ctx.storage;
    for (const [key, value] of changes) {
      if (value === null) sql.exec("DELETE FROM records WHERE key = ?", key);
      else sql.exec("INSERT OR REPLACE INTO records (key, value) VALUES (?, ?)", key, value);
    }
  }
}

/** The worker around {@link SandboxObject}. */
export default {
  async fetch(request: Request, env: SandboxEnv, ctx: { waitUntil(promise: Promise<unknown>): void }): Promise<Response> {
    const url = new URL(request.url);
    const { prefix, controlToken } = mounted(env);
    if (!isBelow(prefix, url)) return respond(404, "text/plain; charset=utf-8", `The LINE Pay sandbox is below ${prefix}`);
    const shown = await page(request, url, prefix);
    if (shown !== undefined) return shown;
    const path = url.pathname.slice(prefix.length);
    const trusted = typeof controlToken === "string" && controlToken !== "" && request.headers.get("x-sandbox-control") === controlToken;
    if (/^\/_sandbox(\/|$)/.test(path) && !isLoopback(url) && !trusted) {
      // A page elsewhere may have pointed its own name at this machine.
      return respond(403, "application/json", JSON.stringify({ error: elsewhere(url) }));
    }
    try {
      const sandbox = env.SANDBOX.get(env.SANDBOX.idFromName("sandbox") as never) as {
        answer(request: string, body: Uint8Array): Promise<Answer>;
      };
      const [described, body] = [describe(request, url, peer(request, url), prefix, trusted), await bytes(request)];
      const ask = async (text: string): Promise<Answer> => {
        const answer = await sandbox.answer(text, body);
        for (const address of answer.callbacks) ctx.waitUntil(call(address, (problem) => console.warn(problem)));
        return answer;
      };
      const answer = await ask(described);
      const sent = deliver(
        answer,
        (asked) => ask(held(described, asked)),
        inquire,
        undefined,
        (part) => broken(answer, part),
      );
      // What is held back takes effect even if its caller goes.
      if (answer.delivery.kind === "again" || answer.delivery.kind === "ask") ctx.waitUntil(sent);
      return await sent;
    } catch (error) {
      console.error("the sandbox failed:", error instanceof Error ? error.message : "no reason given");
      return respond(500, "application/json", JSON.stringify({ error: "the sandbox failed; its payments are kept" }));
    }
  },
};

/** Where it is mounted, and what opens its control route. What is wrong with the configuration is said once it is asked. */
function mounted({ SANDBOX_CONFIG }: SandboxEnv): { prefix: string; controlToken?: string } {
  try {
    const { prefix = "", controlToken } = read(SANDBOX_CONFIG);
    return { prefix, ...(controlToken === undefined ? {} : { controlToken }) };
  } catch {
    return { prefix: "" };
  }
}

/** The configuration. JSON.parse's own message would quote it, secret and all. */
function read(text: string): Omit<Config, "seed"> & { allow?: string[] | null; prefix?: string; controlToken?: string } {
  try {
    return JSON.parse(text) as Config & { prefix?: string };
  } catch {
    throw new Error("SANDBOX_CONFIG is not JSON");
  }
}

/** The caller's address. */
function peer(request: Request, url: URL): string {
  const given = isLoopback(url) ? givenPeer(request) : null;
  return given ?? request.headers.get("CF-Connecting-IP") ?? "127.0.0.1";
}

/** An answer that breaks off in the middle of what is sent. */
function broken({ status, contentType }: Answer, sent: string): Response {
  const response = respond(status, contentType, cut(sent));
  // Packed on its way, the body would end as if it were complete.
  response.headers.set("Content-Encoding", "identity");
  return response;
}

/** workerd's stream of an announced length. */
declare const FixedLengthStream: new (length: number) => TransformStream<Uint8Array, Uint8Array>;

/** A body that breaks off in its middle: its length is announced and not reached. */
function cut(text: string): ReadableStream {
  const whole = new TextEncoder().encode(text);
  const { readable, writable } = new FixedLengthStream(Math.max(whole.length, 1));
  const writer = writable.getWriter();
  void (async () => {
    try {
      await writer.write(whole.subarray(0, whole.length / 2));
      await writer.abort(new Error("the sandbox breaks the connection off, as it was told to"));
    } catch {
      // The caller has gone already.
    }
  })();
  return readable;
}
