/**
 * Why the sandbox did not do what a test asked of it: an option or a setting is wrong, there is no such transaction, or the payment is
 * not open to that any more. Holds no secret.
 */
export class SandboxError extends Error {
  /**
   * HTTP status of the control route's answer, where it was the one that refused: 400 wrong values, 404 unknown id, 409 too late for that.
   */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }

  static {
    Object.defineProperty(this.prototype, "name", { value: "SandboxError", writable: true, configurable: true });
  }
}

/**
 * What a refusal of the control routes says: `{ "error": … }`, or whatever else came.
 *
 * @internal
 */
export function reason(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === "string" ? error : text;
  } catch {
    return text;
  }
}
