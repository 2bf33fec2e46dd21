import { SandboxError } from "./error.js";

/** What is wrong with an argument: whose it is, the rule, and what to give instead. */
export function wrong(method: string, name: string, rule: string, remedy: string): SandboxError {
  return new SandboxError(`${method}: ${name} ${rule}: ${remedy}`);
}

/** Fails for what is no object, and for what JSON would silently make `null` of, or not write at all. */
export function checkObject(method: string, name: string, value: unknown, example: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(method, name, "must be an object", example);
  for (const [key, inside] of Object.entries(value)) check(method, `${name}.${key}`, inside);
}

function check(method: string, place: string, value: unknown): void {
  if (typeof value === "number" && !Number.isFinite(value))
    throw wrong(method, place, "must be a finite number", `${value} would be sent as null`);
  if (typeof value === "bigint") throw wrong(method, place, "must be a number", "a BigInt has no place in JSON");
  if (typeof value === "function" || typeof value === "symbol")
    throw wrong(method, place, "must be plain data", "it would not be sent at all");
  if (typeof value !== "object" || value === null) return;
  for (const [key, inside] of Object.entries(value)) check(method, `${place}.${key}`, inside);
}
