import type { Ledger } from "../ledger/ledger.js";
import { misconfigured } from "../thrown.js";
import { nearest } from "./nearest.js";
import type { CheckoutOptions, CheckoutPaths } from "./options.js";
import { allowedOrigin } from "./origin.js";
import type { Watch } from "./overdue.js";
import type { Strangers } from "./report.js";

/** Options after the defaults. */
export interface Settled<Env> {
  options: CheckoutOptions<Env>;
  paths: Required<CheckoutPaths>;
  origin: string | undefined;
  /** What this isolate knows of sweeps. */
  watch: Watch;
  /** What strangers have had it told. */
  strangers: Strangers;
}

/** Every option's name. */
const KNOWN = ["linePay", "quote", "onPaid", "onProblem", "paths", "origin", "signingKey", "lifetimeSeconds", "shopName"];

/** Those that only a checkout with a ledger has, and what each is. */
const WITH_LEDGER = {
  onCaptured: "function",
  onRefunded: "function",
  onReleased: "function",
  onExpiring: "function",
  mayConfirm: "function",
  authorize: "function",
  suffixOrderIds: "boolean",
} as const;

const KINDS = { function: ["a function", "函式"], boolean: ["true or false", " true 或 false"] } as const;

const PATHS: Required<CheckoutPaths> = {
  reserve: "/pay/reserve",
  confirm: "/pay/confirm",
  cancel: "/pay/cancel",
  status: "/pay/status",
  orders: "/pay/orders",
  shop: "/",
};

/** What the module takes as a key at least, in bytes. A test compares the two. */
const KEY_BYTES = 32;

function checkKind(name: string, given: unknown, kind: keyof typeof KINDS): void {
  const [text, zh] = KINDS[kind];
  if (typeof given !== kind) throw misconfigured(name, kind, `${name} must be ${text}`, `${name} 必須是${zh}`);
}

/** Checks the options, as far as they can be known before a request. */
export function settle<Env>(options: CheckoutOptions<Env>): Settled<Env> {
  if (!isObject(options)) throw misconfigured("", "object", "createCheckout takes an object of options", "createCheckout 需要選項物件");
  known(options, [...KNOWN, "ledger", ...Object.keys(WITH_LEDGER)], "");
  for (const name of ["quote", "onPaid", "onProblem"] as const) {
    if (name === "onProblem" && options[name] === undefined) continue;
    checkKind(name, options[name], "function");
  }
  const { linePay, ledger, signingKey, lifetimeSeconds, shopName } = options;
  for (const name of Object.keys(WITH_LEDGER) as (keyof typeof WITH_LEDGER)[]) {
    const given = options[name];
    if (given === undefined) continue;
    checkKind(name, given, WITH_LEDGER[name]);
    if (ledger === undefined) throw misconfigured(name, "ledger", `${name} needs the option ledger`, `${name} 需要選項 ledger`);
  }
  if (ledger !== undefined && typeof ledger !== "function" && !isLedger(ledger)) {
    throw misconfigured(
      "ledger",
      "ledger",
      "ledger must be a ledger, such as memoryLedger(), or a function that gives one",
      "ledger 必須是 ledger（例如 memoryLedger()），或給出 ledger 的函式",
    );
  }
  if (typeof linePay !== "function" && (!isObject(linePay) || "then" in linePay)) {
    throw misconfigured(
      "linePay",
      "client",
      "linePay must be a LinePay or a function that makes one (the function may be async; a promise is none)",
      "linePay 必須是 LinePay，或產生它的函式（函式可為 async，但不可直接給 promise）",
    );
  }
  if (signingKey !== undefined && typeof signingKey !== "function") keysOf(signingKey);
  if (lifetimeSeconds !== undefined && !(Number.isInteger(lifetimeSeconds) && lifetimeSeconds >= 60 && lifetimeSeconds <= 604_800)) {
    throw misconfigured(
      "lifetimeSeconds",
      "seconds",
      "lifetimeSeconds must be whole seconds from 60 to 604800",
      "lifetimeSeconds 必須是 60 到 604800 的整數秒",
    );
  }
  if (shopName !== undefined && typeof shopName !== "string")
    throw misconfigured("shopName", "text", "shopName must be text", "shopName 必須是文字");
  const origin = options.origin === undefined ? undefined : allowedOrigin(options.origin);
  if (options.origin !== undefined && origin === undefined) {
    throw misconfigured(
      "origin",
      "origin",
      "origin must be https://host without a path, or http on loopback",
      "origin 必須是不含路徑的 https://host，或本機的 http",
    );
  }
  const paths = settlePaths(options.paths ?? {}, options.authorize !== undefined);
  return { options, paths, origin, watch: { next: 0 }, strangers: new Map() };
}

/** The keys of the option signingKey. An empty answer must not quietly mean another key: that key would be the derived one. */
export function keysOf(given: unknown): string[] {
  const keys: unknown[] = typeof given === "string" ? [given] : Array.isArray(given) ? given : [];
  if (keys.length === 0) {
    throw misconfigured(
      "signingKey",
      "key",
      "the option signingKey gave no key: is the binding's name right?",
      "選項 signingKey 沒有給出金鑰：binding 的名稱正確嗎？",
    );
  }
  if (!keys.every((key) => typeof key === "string" && new TextEncoder().encode(key).length >= KEY_BYTES)) {
    throw misconfigured(
      "signingKey",
      "key",
      `each signingKey must be text of at least ${KEY_BYTES} bytes; 32 random bytes in hexadecimal do`,
      `每個 signingKey 必須是至少 ${KEY_BYTES} 個位元組的文字；32 個隨機位元組的十六進位即可`,
    );
  }
  return keys as string[];
}

/** Whether it has what a checkout asks of a ledger. */
export function isLedger(value: unknown): value is Ledger {
  return isObject(value) && ["read", "write", "due"].every((name) => typeof (value as Record<string, unknown>)[name] === "function");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function settlePaths(given: CheckoutPaths, authorizes: boolean): Required<CheckoutPaths> {
  if (!isObject(given)) throw misconfigured("paths", "object", "paths must be an object of paths", "paths 必須是路徑的物件");
  known(given, Object.keys(PATHS), "paths.");
  const paths = { ...PATHS, ...given };
  for (const [name, path] of Object.entries(paths)) {
    // What the parser of URLs would change (dot segments, spaces, a query, another host) could never match a request.
    const plain = typeof path === "string" && path.startsWith("/") && !path.startsWith("//");
    if (!plain || (name !== "shop" && new URL(path, "https://shop.invalid").pathname !== path)) {
      const such = PATHS[name as keyof CheckoutPaths];
      throw misconfigured(
        `paths.${name}`,
        "path",
        `paths.${name} must be a plain absolute path such as "${such}"`,
        `paths.${name} 必須是單純的絕對路徑，例如「${such}」`,
      );
    }
  }
  if (!authorizes) {
    if (given.orders !== undefined) {
      throw misconfigured("paths.orders", "authorize", "paths.orders needs the option authorize", "paths.orders 需要選項 authorize");
    }
    // No request has it: closed.
    paths.orders = "";
  }
  const routes = [paths.reserve, paths.confirm, paths.cancel, paths.status, paths.orders];
  if (new Set(routes).size < routes.length)
    throw misconfigured("paths", "distinct", "the paths must differ from each other", "各個路徑必須互不相同");
  return paths;
}

function known(given: object, names: readonly string[], prefix: string): void {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const meant = nearest(unknown, names);
  const [hint, hintZhTw] = meant === undefined ? ["", ""] : [`; did you mean ${prefix}${meant}?`, `；您是指 ${prefix}${meant} 嗎？`];
  throw misconfigured(
    prefix + unknown,
    "unknown",
    `${prefix}${unknown} is not an option${hint || `; there are ${names.join(", ")}`}`,
    `${prefix}${unknown} 不是選項${hintZhTw || `；可用的有 ${names.join("、")}`}`,
  );
}
