import { checkObject } from "./arguments.js";
import type { Config } from "./core.js";
import { SandboxError } from "./error.js";
import type { SandboxSettings } from "./settings.js";

/** How a sandbox is set up. */
export interface SandboxOptions {
  /** The channel id that its client has. Worthless ones do: `"1234567890"`. */
  channelId: string;
  /** The channel secret that its client has. Never give a real one. */
  channelSecret: string;
  /** The shop's name in payment details: `Test Shop` unless told otherwise. */
  merchantName?: string;
  /** What the contract allows, and which of LINE Pay's possible answers the sandbox gives. */
  settings?: Partial<SandboxSettings>;
  /**
   * Payment server addresses that may call, as `settings.allow`: `["203.0.113.0/24"]`. A call comes from 127.0.0.1, or from what its header
   * `x-sandbox-peer-address` says. Every address may call unless told otherwise.
   */
  allow?: string[] | null;
  /**
   * Origin of the sandbox, its `baseUrl` and that of its payment pages: `https://localhost` unless told otherwise. Nothing listens there.
   * With one that is not on this machine, a checkout's client needs it as `paymentOrigin` too.
   */
  origin?: string;
  /**
   * Where in your own worker the sandbox is mounted, as in `/line-pay`: its `baseUrl` and payment pages are below it, and `fetch` takes
   * what came there as it is.
   */
  prefix?: string;
  /** The time, in milliseconds since 1970: `Date.now` unless told otherwise. {@link SandboxControl.advance} counts on top of it. */
  now?: () => number;
  /** Where all ids come from: with the same seed, clock and calls they are the same again. Drawn at random unless told otherwise. */
  seed?: string;
  /**
   * Plays your server where LINE Pay's server calls it by GET (`confirmUrlType: "SERVER"`), as in
   * `(url) => worker.fetch(new Request(url), env)`. `approve` waits for it and rejects with what it throws. Without it nobody is called.
   */
  onCallback?: (url: string) => unknown;
  /**
   * Plays your server where LINE Pay's server asks it by POST what the shipping costs (v3, `options.shipping.feeInquiryUrl`), as in
   * `(url, body) => worker.fetch(new Request(url, { method: "POST", body }), env)`. It gives a `Response`, or the object of its JSON.
   * Without it nobody answers.
   */
  onFeeInquiry?: (url: string, body: string) => unknown;
}

/** On this machine, where a client expects API and payment pages at one origin. */
const ORIGIN = "https://localhost";

const TYPES: Record<keyof SandboxOptions, "text" | "function" | "object"> = {
  channelId: "text",
  channelSecret: "text",
  merchantName: "text",
  settings: "object",
  allow: "object",
  origin: "text",
  prefix: "text",
  now: "function",
  seed: "text",
  onCallback: "function",
  onFeeInquiry: "function",
};

/** Fails for what is wrong with the options, without their values: one of them is a secret. */
export function checkOptions(options: SandboxOptions): void {
  for (const [name, value] of Object.entries({ channelId: undefined, channelSecret: undefined, ...(options as object) })) {
    const type = (TYPES as Record<string, string | undefined>)[name];
    if (type === undefined) throw wrong(name, "is no option");
    if (value === undefined && name !== "channelId" && name !== "channelSecret") continue;
    if (type === "text" && (typeof value !== "string" || value === "")) throw wrong(name, "must be a text, and not empty");
    if (type !== "text" && typeof value !== type) throw wrong(name, `must be ${type === "object" ? "an object" : "a function"}`);
  }
  const { settings } = options;
  if (settings !== undefined && settings !== null) checkObject("createSandbox", "settings", settings, "such as { merchantDisabled: true }");
}

/** The configuration of options that were found good; without a seed where none was given. */
export function configOf(options: SandboxOptions): Config {
  const { channelId, channelSecret, merchantName, settings, allow, seed } = options;
  return {
    channelId,
    channelSecret,
    merchantName: merchantName ?? "Test Shop",
    seed: seed ?? "",
    settings: { ...settings, ...(allow === undefined ? {} : { allow }) },
  };
}

/** The sandbox's origin as `URL` writes it. */
export function originOf({ origin = ORIGIN }: SandboxOptions): string {
  const url = read(origin);
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw wrong("origin", "must be an origin such as https://localhost");
  }
  return url.origin;
}

/** Where it is mounted: nothing, or a path without a slash at its end. */
export function prefixOf(prefix: string | undefined): string {
  if (prefix === undefined) return "";
  if (!/^(\/[\w.~-]+)+$/.test(prefix) || /\/\.\.?(\/|$)/.test(prefix)) throw wrong("prefix", "must be a path such as /line-pay");
  return prefix;
}

function read(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function wrong(name: string, what: string): SandboxError {
  return new SandboxError(`createSandbox: ${name} ${what}`);
}
