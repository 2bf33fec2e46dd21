import { LinePayError } from "../errors.js";

// NUL, which PostgreSQL cannot keep, and half a surrogate pair, which no store can.
const UNKEEPABLE = /[\0\p{Surrogate}]/u;

/** Refuses what no store could keep as it is. Nothing has been sent to the store then. */
function refuse(message: string): never {
  throw new LinePayError({ code: "INVALID_REQUEST", message });
}

const bytes = (text: string) => new TextEncoder().encode(text).length;

/** Every store calls these first, so that all of them refuse the same. */
export const check = {
  key(key: string): void {
    if (typeof key !== "string" || key === "" || UNKEEPABLE.test(key) || bytes(key) > 512) {
      refuse("a key of a ledger is a text of 1 to 512 bytes without NUL and without half a surrogate pair");
    }
  },
  write(key: string, text: string, ifVersion: string | undefined, wakeAt: number | undefined): void {
    check.key(key);
    if (typeof text !== "string" || UNKEEPABLE.test(text)) {
      refuse("a record of a ledger is a text without NUL and without half a surrogate pair");
    }
    if (ifVersion !== undefined && typeof ifVersion !== "string") refuse("a version is what the ledger gave, or undefined");
    if (wakeAt !== undefined && !isTime(wakeAt)) refuse("wakeAt is a whole number of milliseconds since 1970, or undefined");
  },
  version(version: string): void {
    if (typeof version !== "string") refuse("a version is what the ledger gave");
  },
  page(limit: number): void {
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) refuse("a page of a ledger has 1 to 1000 keys");
  },
  due(now: number, limit: number, after: string | undefined): void {
    if (!isTime(now)) refuse("now is a whole number of milliseconds since 1970");
    check.page(limit);
    if (after !== undefined) check.key(after);
  },
};

function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A version that no other write has. */
export const newVersion = (): string => crypto.randomUUID();
