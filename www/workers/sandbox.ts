// The sandbox worker: LINE Pay's server for the demo and the tests. The rules are in the wasm module; this
// worker gives it a memory that survives a restart, delivers its answers, and serves the payment pages.
import { DurableObject } from "cloudflare:workers";
// What the package's own sandbox is made of; no part of what it offers to others.
import { Core, type Answer, type Change, type Config } from "../../pkg/dist/sandbox/core.js";
import { bytes, deliver, describe, givenPeer, respond } from "../../pkg/dist/sandbox/exchange.js";

interface Env {
  ASSETS: Fetcher;
  SANDBOX: DurableObjectNamespace<SandboxState>;
  /** JSON text: { channelId, channelSecret, merchantName, allow, publicOrigin? } */
  SANDBOX_CONFIG: string;
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** One object holds the whole sandbox; its SQLite table holds what the core calls records. */
export class SandboxState extends DurableObject<Env> {
  #sandbox: Core | undefined;

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
      const { changes, ...answer } = this.#sandbox.answer(request, body, Date.now());
      this.ctx.storage.transactionSync(() => this.#write(changes));
      return answer;
    } catch (error) {
      // What is in memory may differ from what is written: begin again from the records.
      this.#sandbox = undefined;
      throw error;
    }
  }

  #start(): Core {
    const { allow, ...config } = read(this.env.SANDBOX_CONFIG);
    const settings = { ...config.settings, ...(allow === undefined ? {} : { allow }) };
    const rows = this.ctx.storage.sql.exec("SELECT key, value FROM records").raw<[string, string]>();
    return new Core({ ...config, seed: this.#seed(), settings }, rows);
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
    if (reading && url.pathname === "/" && LOOPBACK.has(url.hostname)) return respond(200, "text/plain; charset=utf-8", about(url));
    if (/^\/_sandbox(\/|$)/.test(url.pathname) && !LOOPBACK.has(url.hostname)) {
      // A page elsewhere may have pointed its own name at this machine.
      return respond(403, "application/json", JSON.stringify({ error: elsewhere(url) }));
    }
    try {
      const sandbox = env.SANDBOX.get(env.SANDBOX.idFromName("sandbox"));
      const answer = await sandbox.answer(describe(request, url, peer(request, url)), await bytes(request));
      if (answer.callback !== undefined) ctx.waitUntil(call(answer.callback));
      return await deliver(answer, undefined, (sent) => broken(answer, sent));
    } catch (error) {
      console.error("the sandbox failed:", error instanceof Error ? error.message : "no reason given");
      return respond(500, "application/json", JSON.stringify({ error: "the sandbox failed; its payments are kept" }));
    }
  },
} satisfies ExportedHandler<Env>;

/** For a person who opens the address that the demo prints. */
function about({ origin }: URL): string {
  return `A simulator of LINE Pay's server, for tests. No money moves here.

API      ${origin}/v2/payments/request and so on, in v2, v3 and v4: give ${origin} to your client as its base URL
Control  ${origin}/_sandbox/log and more, with the header x-sandbox-control: 1

sandbox/README.md has the rest.
`;
}

/** Why the control route does not answer under this name, and what to do. */
function elsewhere({ hostname }: URL): string {
  const rule = "the control route answers on 127.0.0.1 and localhost only";
  const remedy =
    "call the address that the sandbox printed at its start, as in http://127.0.0.1:8788/_sandbox/log, or send Host: 127.0.0.1";
  const whose = hostname.endsWith(".line.me")
    ? `LINE Pay's own name ${hostname}, so a proxy or a hosts file leads it here`
    : `the name ${hostname}`;
  return `${rule}. This request came under ${whose}: ${remedy}.`;
}

/** The configuration. JSON.parse's own message would quote it, secret and all. */
function read(text: string): Omit<Config, "seed"> & { allow?: string[] | null } {
  try {
    return JSON.parse(text) as Config;
  } catch {
    throw new Error("SANDBOX_CONFIG is not JSON");
  }
}

/** The caller's address. */
function peer(request: Request, url: URL): string {
  const given = LOOPBACK.has(url.hostname) ? givenPeer(request) : null;
  return given ?? request.headers.get("CF-Connecting-IP") ?? "127.0.0.1";
}

/** An answer that breaks off in the middle of what is sent. */
function broken({ status, contentType }: Answer, sent: string): Response {
  const response = respond(status, contentType, cut(sent));
  // Packed on its way, the body would end as if it were complete.
  response.headers.set("Content-Encoding", "identity");
  return response;
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
