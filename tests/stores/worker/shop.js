// The shop on workerd, over Durable Objects, D1 or PostgreSQL through Hyperdrive, as LEDGER says. The first isolate hands requests on to
// the others: `x-isolate` says to which.
import { d1, migration, postgresJs, sqlLedger } from "linepay-edge/ledger";
import { durableObject, durableObjectLedger } from "linepay-edge/ledger/durable-object";
import postgres from "postgres";
import { shopOver } from "../shop/shop.js";

const OPEN = {
  objects: (env) => durableObjectLedger(env.LINE_PAY_ORDERS),
  d1: (env) => sqlLedger(d1(env.DB)),
  hyperdrive: (env) => sqlLedger({ ...postgresJs(env.SQL), table: env.TABLE }),
};

const shop = shopOver((env) => OPEN[env.LEDGER](env));

export const LinePayOrders = durableObject({ namespace: (env) => env.LINE_PAY_ORDERS, onWake: shop.sweep });

export default {
  async fetch(request, env, ctx) {
    const isolate = request.headers.get("x-isolate") ?? "0";
    if (isolate !== env.ISOLATE) return env[`ISOLATE_${isolate}`].fetch(request);
    if (new URL(request.url).pathname === "/migrate") {
      for (const statement of migration("sqlite")) await env.DB.prepare(statement).run();
      return new Response("done");
    }
    if (env.LEDGER !== "hyperdrive") return shop.fetch(request, env, ctx);
    // A connection belongs to the request that made it, and lasts as long as what goes on behind its answer.
    const { connectionString } = env.HYPERDRIVE ?? env[`HYPERDRIVE_${env.ISOLATE}`];
    const sql = postgres(connectionString, { max: 1, fetch_types: false });
    const begun = [];
    const waitUntil = (promise) => void begun.push(promise);
    try {
      return await shop.fetch(request, { ...env, SQL: sql }, { waitUntil });
    } finally {
      ctx.waitUntil(Promise.allSettled(begun).then(() => sql.end()));
    }
  },
};
