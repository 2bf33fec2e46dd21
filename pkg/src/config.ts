/**
 * A client's options as the module is told of them.
 *
 * The module takes plain data alone, and says of anything else no more than that. So a function, a symbol or an instance of a class
 * goes in as something that is wrong in its place: the error then names the option, and the one that a misspelt name was meant to be.
 */
export function copied(given: object): object {
  const config: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    // No timeouts at all would be right in their place.
    config[name] = isPlain(value) ? value : name === "timeouts" ? [] : {};
  }
  return config;
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is data, or an object that is made by `{}` or `[]` in any realm. */
function isPlain(value: unknown): boolean {
  if (typeof value === "function" || typeof value === "symbol") return false;
  if (!isRecord(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
