// A worker with a ledger in PostgreSQL through a Hyperdrive binding by postgres.js, behind HTTP.
import { postgresJs, sqlLedger } from "linepay-edge/ledger";
import postgres from "postgres";
import { answer } from "../remote.js";

export default {
  async fetch(request, env, ctx) {
    // A connection belongs to the request that made it.
    const sql = postgres(env.HYPERDRIVE.connectionString, { max: 1, fetch_types: false });
    const answered = await answer(sqlLedger({ ...postgresJs(sql), table: env.TABLE }), request);
    ctx.waitUntil(sql.end());
    return answered;
  },
};
