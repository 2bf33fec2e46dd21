import type { Server } from "node:http";
import type { Config } from "../core.js";
import { draw } from "../draw.js";
import { Sandbox, tryOut } from "../sandbox.js";
import type { SandboxSettings } from "../settings.js";
import type { Options } from "./options.js";
import { listen, serve } from "./serve.js";
import { FileStore } from "./store.js";

/** What a program needs of a sandbox that runs. */
export interface Started {
  url: string;
  channelId: string;
  channelSecret: string;
  regKey?: string;
  controlToken: string;
}

/** What the sandbox of a file is, beside its records. */
interface Identity {
  channelId: string;
  channelSecret: string;
  controlToken: string;
  seed: string;
}

/**
 * Starts the sandbox that the options describe.
 *
 * @throws A Problem for what the person can mend.
 */
export async function start(options: Options): Promise<Started & { stop: () => Promise<void> }> {
  const store = options.persist === undefined ? undefined : new FileStore(options.persist);
  try {
    const { channelId, channelSecret, controlToken, seed } = identity(options, store);
    const config: Config = { channelId, channelSecret, merchantName: options.merchant, seed, settings: settings(options) };
    tryOut(config);
    let sandbox: Sandbox | undefined;
    const server = serve(() => sandbox as Sandbox, controlToken);
    const url = await listen(server, options.host, options.port);
    sandbox = new Sandbox(config, url, {}, store);
    // A record that cannot be read is said now, not at the first call.
    await sandbox.time();
    const regKey = options.regKey ? await ready(sandbox) : undefined;
    const stop = async (): Promise<void> => {
      await close(server);
      store?.close();
    };
    return { url, channelId, channelSecret, ...(regKey === undefined ? {} : { regKey }), controlToken, stop };
  } catch (thrown) {
    store?.close();
    throw thrown;
  }
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

/** Of the file where there is one and nothing else is asked for, else drawn at random. */
function identity(options: Options, store: FileStore | undefined): Identity {
  const kept = store?.own("identity");
  const known = kept === undefined ? {} : (JSON.parse(kept) as Partial<Identity>);
  const { channelId = known.channelId ?? `16${digits(8)}`, channelSecret = known.channelSecret ?? draw(16) } = options;
  const identity = { channelId, channelSecret, controlToken: known.controlToken ?? draw(16), seed: known.seed ?? draw(32) };
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
