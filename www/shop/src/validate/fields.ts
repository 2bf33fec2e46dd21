/** A reply's fields as rows of path and text. */

/** Charges without asking: not for a screen that others may see. */
const KEYS = new Set(["regKey", "paymentAccessToken"]);

export function rowsOf(value: unknown, path = ""): [path: string, text: string][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => rowsOf(item, `${path}[${index}]`));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, item]) => rowsOf(item, path === "" ? name : `${path}.${name}`));
  }
  return [[path, KEYS.has(path.split(".").at(-1) ?? "") ? masked(String(value)) : String(value)]];
}

export function masked(key: string): string {
  return `••••${key.slice(-4)}`;
}
