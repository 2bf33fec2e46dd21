// The part of bun:sqlite's types that is used, as bun-types declares it; types.test.js compiles it.
import { sqlite, sqlLedger } from "linepay-edge/ledger";

type Bindings = string | bigint | NodeJS.TypedArray | number | boolean | null | Record<string, string | bigint | number | boolean | null>;
declare class Database {
  prepare<Row, Params extends Bindings | Bindings[]>(
    text: string,
    params?: Params,
  ): { all(...params: Params extends unknown[] ? Params : [Params]): Row[] };
}

export const ledger = sqlLedger(sqlite(new Database()));
