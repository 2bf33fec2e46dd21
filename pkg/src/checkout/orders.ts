import { LinePayError } from "../errors.js";
import type { Ledger } from "../ledger/ledger.js";
import { fromModule } from "../thrown.js";
import { KEY, keeping } from "./keeping.js";
import type { KeptOrder, KeptOrders, KeyChecked, Orders } from "./kept.js";
import { LATE, LEDGER_SECONDS, TELLING_SECONDS, within } from "./limits.js";
import { type Tools, toolsOf } from "./opening.js";
import { messageOf, onceOfLedger, problemOf, type Telling, tellingOf } from "./report.js";
import type { Settled } from "./settle.js";
import type { CheckoutCore } from "./turn.js";

/** How many orders are read together. */
const ABREAST = 6;
/** The longest page. */
const PAGE = 100;
/** For how long one call reads further orders, in milliseconds: of many open ones few may be stuck. */
const LISTING = 10_000;

/** {@link Tools}, and those of a request, whose worker is kept alive: who is told what happens, and what goes on behind the answer. */
export interface DeskTools extends Tools {
  telling?: Telling;
  background?: Promise<unknown>[];
}

/** Asks something of one order: undefined where there is none, and only `get` was asked. */
export async function ask<Env>(
  core: CheckoutCore,
  { options }: Settled<Env>,
  env: Env,
  tools: DeskTools,
  word: string,
  orderId: unknown,
  given: object = {},
): Promise<KeptOrder | undefined> {
  // As long as a key can be: which ones LINE Pay takes, the module says.
  if (typeof orderId !== "string" || orderId.length > 160 || /[\0\p{Surrogate}]/u.test(orderId)) {
    throw invalid("orderId", "must be a text of at most 160 characters", "必須是最多 160 個字元的字串");
  }
  const { linePay, ledger, background = [] } = tools;
  const telling = onceOfLedger(tools.telling ?? tellingOf(options, env, background));
  const keep = keeping({ options, ledger, env, telling, background, waits: true });
  const { order, problems, error } = await core.handle(linePay, word, orderId, given, keep);
  for (const problem of problems) void telling(problemOf(problem));
  await within(Promise.all(background), TELLING_SECONDS);
  if (error !== undefined) throw fromModule(error) ?? error;
  return order;
}

/** What somebody of the shop can do with the orders of this worker's ledger. */
export function ordersOf<Env>(core: CheckoutCore, settled: Settled<Env>, env: Env, given?: DeskTools): Orders {
  const tools = async () => given ?? (await toolsOf(settled.options, env, "orders"));
  const get = async (orderId: string) => ask(core, settled, env, await tools(), "get", orderId);
  /** Of what is there: the module has said so where it is not. */
  const act = async (word: string, orderId: string, more?: object) =>
    (await ask(core, settled, env, await tools(), word, orderId, more)) as KeptOrder;
  return {
    get,
    list: async (wish) => {
      const made = await tools();
      return list(made.ledger, (orderId) => ask(core, settled, env, made, "get", orderId), wish);
    },
    retry: (orderId) => act("retry", orderId),
    resolve: (orderId, how) => act("resolve", orderId, { how }),
    capture: (orderId, given) => act("capture", orderId, given),
    void: (orderId) => act("void", orderId),
    refund: (orderId, given) => act("refund", orderId, given),
    abandon: (orderId) => act("abandon", orderId),
    // A caller in JavaScript may give anything: the module says what is wrong with it.
    charge: (wish) => act("charge", wish?.orderId, wish),
    checkKey: async (regKey) => (await act("checkKey", "", { regKey })) as unknown as KeyChecked,
  };
}

async function list(ledger: Ledger, get: Orders["get"], wish: Parameters<Orders["list"]>[0] = {}): Promise<KeptOrders> {
  const { stuck = false, after, limit = 50 } = wish;
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= PAGE)) {
    throw invalid("limit", `must be a whole number from 1 to ${PAGE}`, `必須是 1 到 ${PAGE} 的整數`);
  }
  const found: KeptOrders = { orders: [], unreadable: [] };
  const end = Date.now() + LISTING;
  let last = after;
  const room = () => limit - found.orders.length - found.unreadable.length;
  for (;;) {
    const asked = stuck ? PAGE : room();
    const keys = await openKeys(ledger, last, asked);
    for (let at = 0; at < keys.length; ) {
      const some = keys.slice(at, at + Math.min(ABREAST, room()));
      for (const one of await Promise.all(some.map((key) => read(key, get, stuck)))) {
        if (one === undefined) continue;
        if ("error" in one) found.unreadable.push(one);
        else found.orders.push(one);
      }
      at += some.length;
      last = some.at(-1);
      const ends = at >= keys.length && keys.length < asked;
      if (!ends && last !== undefined && (room() === 0 || Date.now() > end)) return { ...found, after: last };
    }
    if (keys.length < asked) return found;
  }
}

async function read(key: string, get: Orders["get"], stuck: boolean): Promise<KeptOrder | KeptOrders["unreadable"][number] | undefined> {
  // A ledger may hold something else besides.
  if (!key.startsWith(KEY)) return undefined;
  const orderId = key.slice(KEY.length);
  try {
    const order = await get(orderId);
    return stuck && order?.problems.length === 0 ? undefined : order;
  } catch (error) {
    if (error instanceof LinePayError) return { orderId, error };
    throw error;
  }
}

async function openKeys(ledger: Ledger, after: string | undefined, limit: number): Promise<string[]> {
  try {
    const keys: unknown = await within(ledger.open(after, limit), LEDGER_SECONDS);
    if (keys === LATE) throw new Error(`it has not said within ${LEDGER_SECONDS} seconds what is open`);
    if (Array.isArray(keys) && keys.every((key) => typeof key === "string")) return keys;
    throw new TypeError("its open gave something else than a list of keys");
  } catch (cause) {
    // What was asked for is wrong: `after` is no key.
    if (cause instanceof LinePayError && cause.code === "INVALID_REQUEST") throw cause;
    const error = new LinePayError({ code: "LEDGER", message: `the ledger cannot be listed: ${messageOf(cause)}`, retry: "again" });
    Object.defineProperty(error, "cause", { value: cause, configurable: true });
    throw error;
  }
}

/** What was asked for is wrong. */
export function invalid(path: string, message: string, messageZhTw: string): LinePayError {
  const issues = [{ path, rule: "type", message, messageZhTw }];
  return new LinePayError({ code: "INVALID_REQUEST", message: `${path}: ${message}`, issues });
}
