import { LinePayError, type LinePayErrorFields } from "./errors.js";

/** What the module's text says: its result, with the untouched text of the reply where there is one. Throws what went wrong. */
export function resultOf(out: string): unknown {
  if (!out.startsWith("R")) {
    throw fromModule(JSON.parse(out.slice(1))) ?? new LinePayError({ code: "UNSUPPORTED", message: "The module gave no result" });
  }
  const end = out.indexOf("\n");
  const value: unknown = JSON.parse(out.slice(1, end < 0 ? undefined : end));
  return end < 0 ? value : Object.assign(value as object, { raw: out.slice(end + 1) });
}

/**
 * Makes a LinePayError of what the module reports.
 */
export function fromModule(thrown: unknown): LinePayError | undefined {
  if (thrown instanceof LinePayError) return thrown;
  if (typeof thrown !== "object" || thrown === null || thrown instanceof Error) return undefined;
  const fields = thrown as Partial<LinePayErrorFields>;
  if (typeof fields.code !== "string" || typeof fields.message !== "string") return undefined;
  return new LinePayError(fields as LinePayErrorFields);
}

/**
 * An error of configuration that is found before the module is asked.
 */
export function misconfigured(path: string, rule: string, message: string, messageZhTw: string): LinePayError {
  return new LinePayError({ code: "INVALID_CONFIGURATION", message, issues: [{ path, rule, message, messageZhTw }] });
}
