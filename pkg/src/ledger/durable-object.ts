import { LinePayError } from "../errors.js";
import { check, newVersion } from "./arguments.js";
import type { Ledger } from "./ledger.js";
import { type Calls, call, type ObjectNamespace, orderObject, shardObjects, shardOf } from "./objects/calls.js";
import { OrderObject } from "./objects/order.js";
import { Shard } from "./objects/shard.js";
import type { ObjectState } from "./objects/state.js";

export type { Ledger, LedgerRead, LedgerRecord, LedgerWritten } from "./ledger.js";
export type { ObjectNamespace } from "./objects/calls.js";
export type { ObjectState } from "./objects/state.js";

/** Options of {@link durableObject}. */
export interface DurableObjectOptions<Env> {
  /** Where these objects are bound, as `durableObjectLedger` gets it: `(env) => env.LINE_PAY_ORDERS`. */
  namespace: (env: Env) => ObjectNamespace;
  /**
   * Called by an order's alarm at its `wakeAt`: bring the order one step on and write its record. Runs at least once; throws as it
   * likes. An order of which nothing is written is woken again, see `retryAfter`.
   */
  onWake: (key: string, env: Env) => Promise<void> | void;
  /**
   * How long an order is left alone, in milliseconds, after so many wakes in a row (1, 2 …) that wrote nothing; a day at most. Unless
   * told otherwise, and where it throws or gives no such number: 1, 2, 4 … seconds, ten minutes at most.
   */
  retryAfter?: (failures: number) => number;
}

/** The class that {@link durableObject} makes. */
export type LedgerObjectClass<Env> = new (
  ctx: ObjectState,
  env: Env,
) => {
  fetch(request: Request): Promise<Response>;
  alarm(): Promise<void>;
};

/**
 * The class of the Durable Objects that are a ledger: one object for each order, and 16 that know which orders are open. Export it from
 * the worker, and name it in the configuration:
 *
 * ```ts
 * export const LinePayOrders = durableObject<Env>({ namespace: (env) => env.LINE_PAY_ORDERS, onWake: (key, env) => bringOn(key, env) });
 * ```
 *
 * ```json
 * "durable_objects": { "bindings": [{ "name": "LINE_PAY_ORDERS", "class_name": "LinePayOrders" }] },
 * "migrations": [{ "tag": "line-pay-orders", "new_sqlite_classes": ["LinePayOrders"] }]
 * ```
 *
 * Throws a LinePayError `INVALID_CONFIGURATION` where the options are wrong.
 */
export function durableObject<Env>({ namespace, onWake, retryAfter = waits }: DurableObjectOptions<Env>): LedgerObjectClass<Env> {
  for (const [name, value] of Object.entries({ namespace, onWake, retryAfter })) {
    if (typeof value !== "function") refuse(`${name} of durableObject is a function`);
  }
  /** An alarm that threw over a pause that is none would wake nobody any more. */
  const pause = (failures: number): number => {
    try {
      const given: unknown = retryAfter(failures);
      if (typeof given === "number" && given >= 0) return Math.min(Math.ceil(given), LONGEST);
      console.error(`linepay-edge: retryAfter of durableObject gave ${typeof given === "number" ? given : typeof given}`);
    } catch (error) {
      console.error("linepay-edge: retryAfter of durableObject threw", error);
    }
    return waits(failures);
  };
  return class {
    #order: OrderObject;
    #shard: Shard;

    constructor(ctx: ObjectState, env: Env) {
      this.#order = new OrderObject(ctx, { namespace: () => namespace(env), wake: (key) => onWake(key, env), retryAfter: pause });
      this.#shard = new Shard(ctx);
    }

    async fetch(request: Request): Promise<Response> {
      const asked = await request.json();
      const name = new URL(request.url).pathname.slice(1);
      const answer = await this.#answer(name as keyof Calls, asked as never);
      return answer === undefined ? new Response(`no such call: ${name}`, { status: 404 }) : Response.json(answer);
    }

    alarm(): Promise<void> {
      return this.#order.alarm();
    }

    #answer(name: keyof Calls, asked: never) {
      switch (name) {
        case "read":
          return this.#order.read();
        case "write":
          return this.#order.write(asked);
        case "remove":
          return this.#order.remove(asked);
        case "enter":
          return this.#shard.enter(asked);
        case "due":
          return this.#shard.due(asked);
        case "when":
          return this.#shard.when(asked);
        case "open":
          return this.#shard.open(asked);
      }
    }
  };
}

/** The longest pause that {@link DurableObjectOptions.retryAfter} may give, in milliseconds: a day. */
const LONGEST = 86_400_000;

function waits(failures: number): number {
  return Math.min(1000 * 2 ** (failures - 1), 600_000);
}

/**
 * A ledger in Durable Objects of the class that {@link durableObject} makes. `namespace` is the binding, or its `jurisdiction(…)`.
 *
 * ```ts
 * const ledger = durableObjectLedger(env.LINE_PAY_ORDERS);
 * ```
 *
 * Throws a LinePayError `INVALID_CONFIGURATION` where that is no namespace. Its methods throw `INVALID_REQUEST` where an argument is
 * wrong, and else what the runtime throws.
 */
export function durableObjectLedger(namespace: ObjectNamespace): Ledger {
  if (typeof namespace?.idFromName !== "function") refuse("durableObjectLedger takes the binding of a Durable Object's class");

  /** A change that was sent more than once and came too late: an earlier copy may be what it came after. */
  function certain(done: boolean, tries: number): boolean {
    if (!done && tries > 1) throw new Error("whether the ledger has changed is not known: an answer was lost on its way");
    return done;
  }

  const everywhere = <Name extends "due" | "open">(name: Name, shards: string[], asked: (shard: number) => Calls[Name]["asked"]) =>
    Promise.all(shards.map(async (shard, index) => (await call(namespace, shard, name, asked(index))).answer));

  return {
    wakes: true,
    async read(key) {
      check.key(key);
      const { answer } = await call(namespace, orderObject(key), "read", { key });
      const { text, version, now } = answer;
      return { record: text === null || version === null ? undefined : { text, version }, now };
    },
    async write(key, text, ifVersion, wakeAt) {
      check.write(key, text, ifVersion, wakeAt);
      const version = newVersion();
      const asked = { key, text, ifVersion: ifVersion ?? null, wakeAt: wakeAt ?? null, version };
      const { answer, tries } = await call(namespace, orderObject(key), "write", asked);
      return certain(answer.done, tries) ? { version, now: answer.now } : undefined;
    },
    async due(now, limit, after) {
      check.due(now, limit, after);
      const own = after === undefined ? 0 : shardOf(after);
      const { wakeAt } =
        after === undefined ? { wakeAt: null } : (await call(namespace, shardObjects[own] as string, "when", { key: after })).answer;
      // Of those that are due at one time, one shard stands behind another.
      const behind = (shard: number) => {
        if (after === undefined || wakeAt === null || wakeAt > now) return null;
        return shard < own ? { wakeAt: wakeAt + 1, key: null } : { wakeAt, key: shard === own ? after : null };
      };
      const due = (await everywhere("due", shardObjects, (shard) => ({ now, limit, after: behind(shard) }))).flat();
      due.sort(([, a], [, b]) => a - b);
      return due.slice(0, limit).map(([key]) => key);
    },
    async open(after, limit) {
      if (after !== undefined) check.key(after);
      check.page(limit);
      // One shard after another; within the first, what stands behind the last key.
      const first = after === undefined ? 0 : shardOf(after);
      const pages = await everywhere("open", shardObjects.slice(first), (index) => ({
        after: index === 0 ? (after ?? null) : null,
        limit,
      }));
      return pages.flat().slice(0, limit);
    },
    async remove(key, ifVersion) {
      check.key(key);
      check.version(ifVersion);
      const { answer, tries } = await call(namespace, orderObject(key), "remove", { key, ifVersion });
      return certain(answer.done, tries);
    },
  };
}

function refuse(message: string): never {
  throw new LinePayError({ code: "INVALID_CONFIGURATION", message });
}
