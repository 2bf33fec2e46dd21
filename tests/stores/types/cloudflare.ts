// A worker with Cloudflare's own types; types.test.js compiles it.
import { d1, type Ledger, migration, postgresJs, sqlLedger } from "linepay-edge/ledger";
import { durableObject, durableObjectLedger } from "linepay-edge/ledger/durable-object";
import postgres from "postgres";

interface Env {
  DB: D1Database;
  HYPERDRIVE: Hyperdrive;
  LINE_PAY_ORDERS: DurableObjectNamespace;
}

export const LinePayOrders = durableObject<Env>({
  namespace: (env) => env.LINE_PAY_ORDERS.jurisdiction("eu"),
  onWake: async (key: string, env) => void (await durableObjectLedger(env.LINE_PAY_ORDERS).read(key)),
});
// @ts-expect-error onWake is needed
durableObject<Env>({ namespace: (env) => env.LINE_PAY_ORDERS });

export default {
  async fetch(_request, env) {
    const ledgers: Ledger[] = [
      sqlLedger(d1(env.DB)),
      sqlLedger({ ...postgresJs(postgres(env.HYPERDRIVE.connectionString)), table: "orders" }),
      durableObjectLedger(env.LINE_PAY_ORDERS),
    ];
    for (const statement of migration("sqlite")) await env.DB.prepare(statement).run();
    // @ts-expect-error a session may read a replica
    d1(env.DB.withSession());
    // @ts-expect-error there is no such dialect
    migration("mysql");
    const times: number[] = await Promise.all(ledgers.map(async (ledger) => (await ledger.read("ORD-1")).now));
    return Response.json(times);
  },
} satisfies ExportedHandler<Env>;
