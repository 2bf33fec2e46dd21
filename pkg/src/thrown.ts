import { LinePayError, type LinePayErrorFields } from "./errors.js";

/**
 * Makes a LinePayError of what the module threw.
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
