import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Config } from "../core.js";
import { draw } from "../draw.js";
import { Sandbox, tryOut } from "../sandbox.js";
import type { SandboxSettings } from "../settings.js";
import { certificates } from "./certificates.js";
import type { Options } from "./options.js";
import { proxy } from "./proxy.js";
import { plant, readSeed, type Seed, textOf } from "./seed.js";
import { listen, portOf, serve } from "./serve.js";
import { FileStore } from "./store.js";

/** What a program needs of a sandbox that runs. */
export interface Started {
  url: string;
  channelId: string;
  channelSecret: string;
  regKey?: string;
  controlToken: string;
  /** Address of the merchant console. Where it is reached from other machines too, with the control token in its fragment. */
  console: string;
  /** The certificate of the authority that clients have to trust. */
  caFile?: string;
  /** Address of the proxy. */
  proxy?: string;
}

/** What the sandbox of a file is, beside its records. */
interface Identity {
  channelId: string;
  channelSecret: string;
  controlToken: string;
  /** Where all ids come from. */
  source: string;
}

/**
 * Starts the sandbox that the options describe.
 *
 * @throws A Problem for what the person can mend.
 */
export async function start(options: Options): Promise<Started & { currency: string; stop: () => Promise<void> }> {
  const store = options.persist === undefined ? undefined : new FileStore(options.persist);
  const servers: Server[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map(close));
    if (store === undefined && caFile !== undefined) rmSync(dirname(caFile), { recursive: true, force: true });
    store?.close();
  };
  let caFile: string | undefined;
  try {
    const seed = options.seed === undefined ? undefined : readSeed(options.seed);
    const { channelId, channelSecret, controlToken, source } = identity(options, seed ?? {}, store);
    const merchantName = options.merchant ?? textOf(seed?.merchantName) ?? "Test Shop";
    const config: Config = { channelId, channelSecret, merchantName, seed: source, settings: settings(options) };
    tryOut(config);
    let sandbox: Sandbox | undefined;
    const handler = serve(() => sandbox as Sandbox, controlToken);
    const made = options.tls || options.proxy !== undefined ? await certificates(store) : undefined;
    if (made !== undefined) caFile = publish(made.authority, options.persist);
    const plain = (): Server => keep(servers, createServer(handler));
    const tls = (): Server => keep(servers, createTlsServer(made?.server ?? {}, handler));
    const url = options.tls ? await listen(tls(), options.host, options.port, "https") : await listen(plain(), options.host, options.port);
    const proxied = options.proxy === undefined ? undefined : await open(options, url, { plain, tls }, handler, servers);
    sandbox = new Sandbox(config, url, {}, store);
    // A record that cannot be read is said now, not at the first call.
    await sandbox.time();
    if (seed !== undefined) await plant(sandbox, seed, store);
    const regKey = options.regKey ? await ready(sandbox) : undefined;
    const { currency } = await sandbox.settings();
    return {
      currency,
      url,
      channelId,
      channelSecret,
      ...(regKey === undefined ? {} : { regKey }),
      controlToken,
      console: consoleOf(url, options.host, controlToken),
      ...(caFile === undefined ? {} : { caFile }),
      ...(proxied === undefined ? {} : { proxy: proxied }),
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** No server sees a fragment, and no log. */
function consoleOf(url: string, host: string, token: string): string {
  const near = host === "localhost" || host === "::1" || host.startsWith("127.");
  return `${url}/console/${near ? "" : `#token=${token}`}`;
}

/** Opens the proxy, and behind it the door that the sandbox's own address is not. */
async function open(
  { host, proxy: asked, tls }: Options,
  url: string,
  make: { plain: () => Server; tls: () => Server },
  handler: RequestListener,
  servers: Server[],
): Promise<string> {
  const other = await listen(tls ? make.plain() : make.tls(), "127.0.0.1", 0);
  const [own, behind] = [portOf(url), portOf(other)];
  const doors = tls ? { plain: behind, tls: own } : { plain: own, tls: behind };
  return listen(
    keep(
      servers,
      proxy(() => doors, handler),
    ),
    host,
    asked === true ? 0 : (asked ?? 0),
  );
}

/** Writes the authority's certificate where clients can be pointed at it. */
function publish(authority: string, persist: string | undefined): string {
  const file = persist === undefined ? join(mkdtempSync(join(tmpdir(), "linepay-sandbox-")), "ca.pem") : `${resolve(persist)}.ca.pem`;
  writeFileSync(file, authority);
  return file;
}

function keep<T extends Server>(servers: Server[], server: T): T {
  servers.push(server);
  return server;
}

/** A regKey that can be charged: one that was kept, or a new one. */
async function ready(sandbox: Sandbox): Promise<string> {
  const kept = (await sandbox.regKeys()).find(({ ended }) => ended === null);
  return (kept ?? (await sandbox.register())).regKey;
}

function settings({ currency, autoApprove }: Options): Partial<SandboxSettings> {
  if (autoApprove === undefined) return { currency };
  return { currency, buyer: [{ action: "approve", ...(autoApprove === true ? {} : { method: autoApprove }) }] };
}

/** Of the flags, of the seed, of the file where there is one, else drawn at random. */
function identity(options: Options, seed: Seed, store: FileStore | undefined): Identity {
  const kept = store?.own("identity");
  const known = kept === undefined ? {} : (JSON.parse(kept) as Partial<Identity> & { seed?: string });
  const identity = {
    channelId: options.channelId ?? textOf(seed.channelId) ?? known.channelId ?? `16${digits(8)}`,
    channelSecret: options.channelSecret ?? textOf(seed.channelSecret) ?? known.channelSecret ?? draw(16),
    controlToken: known.controlToken ?? draw(16),
    source: known.source ?? known.seed ?? draw(32),
  };
  const text = JSON.stringify(identity);
  if (text !== kept) store?.keep("identity", text);
  return identity;
}

function digits(count: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => byte % 10).join("");
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
