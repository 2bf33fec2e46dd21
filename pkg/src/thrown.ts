import { LinePayError, type LinePayErrorFields } from "./errors.js";

/**
 * What the module's text says: its result, with the untouched text of the reply where there is one. Throws what went wrong.
 *
 * @param given That text as the module was given it, which does not say it again unless it had to be masked.
 */
export function resultOf(out: string, given?: string): unknown {
  if (!out.startsWith("R")) {
    throw fromModule(JSON.parse(out.slice(1))) ?? new LinePayError({ code: "UNSUPPORTED", message: "The module gave no result" });
  }
  const end = out.indexOf("\n");
  const value = JSON.parse(out.slice(1, end < 0 ? undefined : end)) as { raw?: unknown };
  if (end >= 0) value.raw = out.slice(end + 1) || given;
  return value;
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
