// The sandbox worker: LINE Pay's server for the demo and the tests. The rules are in the wasm module; this
// worker gives it a memory that survives a restart, delivers its answers, and serves the payment pages.
import { DurableObject } from "cloudflare:workers";
import { initSync, LinePaySandbox } from "../sandbox-wasm/linepay_sandbox.js";
import compiled from "../sandbox-wasm/linepay_sandbox_bg.wasm";

interface Env {
  ASSETS: Fetcher;
  SANDBOX: DurableObjectNamespace<SandboxState>;
  /** JSON text: { channelId, channelSecret, merchantName, allow, publicOrigin? } */
  SANDBOX_CONFIG: string;
}

/** What is to be sent. */
interface Answer {
  status: number;
  contentType: string;
  body: string;
  delivery: { kind: "whole" } | { kind: "hang"; seconds: number } | { kind: "drop" };
  /** An address that LINE Pay's server calls now. */
  callback?: string | undefined;
}

/** A record to write (text) or to remove (null). */
type Change = [key: string, value: string | null];

/** The core answers 2101 to anything longer; nothing more is read. */
const BODY_LIMIT = 1 << 20;
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** One object holds the whole sandbox; its SQLite table holds what the core calls records. */
export class SandboxState extends DurableObject<Env> {
  #sandbox: LinePaySandbox | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    for (const table of ["records", "host"]) {
      ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS ${table} (key TEXT PRIMARY KEY, value TEXT NOT NULL)`);
    }
  }

  /** Answers a request (as the core's JSON) once every change of it is written down. */
  answer(request: string, body: Uint8Array): Answer {
    try {
      this.#sandbox ??= this.#start();
      const text = this.#sandbox.handle(request, body, Date.now());
      const { changes, ...answer } = JSON.parse(text) as Answer & { changes: Change[] };
      this.ctx.storage.transactionSync(() => this.#write(changes));
      return answer;
    } catch (error) {
      // What is in memory may differ from what is written: begin again from the records.
      this.#sandbox = undefined;
      throw error;
    }
  }

  #start(): LinePaySandbox {
    initSync({ module: compiled });
    const { allow, ...config } = read(this.env.SANDBOX_CONFIG);
    const settings = { ...(config["settings"] as object | undefined), ...(allow === undefined ? {} : { allow }) };
    const sandbox = LinePaySandbox.create(JSON.stringify({ ...config, seed: this.#seed(), settings }));
    const rows = this.ctx.storage.sql.exec("SELECT key, value FROM records").raw();
    sandbox.load(JSON.stringify([...rows]));
    return sandbox;
  }

  /** Drawn once; nobody can guess an id that comes from it. */
  #seed(): string {
    const sql = this.ctx.storage.sql;
    const kept = sql.exec<{ value: string }>("SELECT value FROM host WHERE key = 'seed'").toArray()[0];
    if (kept) return kept.value;
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const seed = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    sql.exec("INSERT INTO host (key, value) VALUES ('seed', ?)", seed);
    return seed;
  }

  #write(changes: Change[]): void {
    for (const [key, value] of changes) {
      if (value === null) this.ctx.storage.sql.exec("DELETE FROM records WHERE key = ?", key);
      else this.ctx.storage.sql.exec("INSERT OR REPLACE INTO records (key, value) VALUES (?, ?)", key, value);
    }
  }
}

export default {
  async fetch(request, env, ctx) {
    const url = new URL(request.url);
    const reading = request.method === "GET" || request.method === "HEAD";
    if (reading && url.pathname === "/web/payment/wait") return page(env, url, "wait");
    if (reading && url.pathname.startsWith("/web/sandbox/payment/")) return page(env, url, "simulator");
    if (reading && url.pathname.startsWith("/pay/")) return asset(await env.ASSETS.fetch(request), url);
    if (url.pathname.startsWith("/_sandbox/") && !LOOPBACK.has(url.hostname)) {
      // A page elsewhere may have pointed its own name at this machine.
      return respond(403, "application/json", JSON.stringify({ error: "the control route answers on 127.0.0.1 and localhost only" }));
    }
    try {
      const sandbox = env.SANDBOX.get(env.SANDBOX.idFromName("sandbox"));
      const answer = await sandbox.answer(describe(request, url), await bytes(request));
      if (answer.callback !== undefined) ctx.waitUntil(call(answer.callback));
      return await deliver(answer);
    } catch (error) {
      console.error("the sandbox failed:", error instanceof Error ? error.message : "no reason given");
      return respond(500, "application/json", JSON.stringify({ error: "the sandbox failed; its payments are kept" }));
    }
  },
} satisfies ExportedHandler<Env>;

/** The configuration. JSON.parse's own message would quote it, secret and all. */
function read(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Error("SANDBOX_CONFIG is not JSON");
  }
}

/** The request without its body, as the core reads it. */
function describe(request: Request, url: URL): string {
  const local = LOOPBACK.has(url.hostname);
  const peer =
    (local ? request.headers.get("x-sandbox-peer-address") : null) ??
    request.headers.get("CF-Connecting-IP") ??
    "127.0.0.1";
  return JSON.stringify({
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: [...request.headers],
    peer,
    origin: url.origin,
  });
}

/** The body, cut one byte above the limit. */
async function bytes(request: Request): Promise<Uint8Array> {
  const held = new Uint8Array(BODY_LIMIT + 1);
  let length = 0;
  if (request.body) {
    for await (const chunk of request.body as ReadableStream<Uint8Array>) {
      const part = chunk.subarray(0, held.length - length);
      held.set(part, length);
      length += part.length;
      if (length === held.length) break;
    }
  }
  return held.slice(0, length);
}

async function deliver(answer: Answer): Promise<Response> {
  const { status, contentType, body, delivery } = answer;
  if (delivery.kind === "whole") return respond(status, contentType, body);
  if (delivery.kind === "hang") await scheduler.wait(delivery.seconds * 1000);
  const broken = respond(status, contentType, cut(delivery.kind === "hang" ? "" : body));
  // Packed on its way, the body would end as if it were complete.
  broken.headers.set("Content-Encoding", "identity");
  return broken;
}

/** A body that breaks off in its middle: its length is announced and not reached. */
function cut(text: string): ReadableStream {
  const bytes = new TextEncoder().encode(text);
  const { readable, writable } = new FixedLengthStream(Math.max(bytes.length, 1));
  const writer = writable.getWriter();
  void (async () => {
    try {
      await writer.write(bytes.subarray(0, bytes.length / 2));
      await writer.abort(new Error("the sandbox breaks the connection off, as it was told to"));
    } catch {
      // The caller has gone already.
    }
  })();
  return readable;
}

function respond(status: number, contentType: string, body: string | ReadableStream): Response {
  const headers = { "Content-Type": contentType, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
  return new Response(body, { status, headers });
}

/** confirmUrlType SERVER: LINE Pay's server calls the merchant. Its answer is not read. */
async function call(address: string): Promise<void> {
  try {
    await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(20_000) });
  } catch {
    // The merchant did not answer; LINE Pay does not call twice.
  }
}

/** A payment page: its HTML at LINE Pay's path. */
async function page(env: Env, url: URL, name: "wait" | "simulator"): Promise<Response> {
  let found = await env.ASSETS.fetch(new URL(`/pay/${name}.html`, url));
  const moved = found.headers.get("Location");
  if (found.status >= 300 && found.status < 400 && moved !== null) {
    found = await env.ASSETS.fetch(new URL(moved, new URL("/pay/", url)));
  }
  const answer = asset(found, url);
  answer.headers.set("Cache-Control", "no-store");
  return answer;
}

/** A static file with the headers that every page and script of the payment host gets. */
function asset(found: Response, url: URL): Response {
  const answer = new Response(found.body, found);
  const pictures = LOOPBACK.has(url.hostname) ? " http://127.0.0.1:* http://localhost:*" : "";
  const policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "img-src": `'self' data: https:${pictures}`,
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
  };
  const rules = Object.entries(policy).map(([name, value]) => `${name} ${value}`);
  answer.headers.set("Content-Security-Policy", rules.join("; "));
  answer.headers.set("X-Content-Type-Options", "nosniff");
  answer.headers.set("X-Frame-Options", "DENY");
  // The reservation's id is in the address; a foreign host never learns it.
  answer.headers.set("Referrer-Policy", "same-origin");
  return answer;
}
