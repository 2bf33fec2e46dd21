/** The most items of a list. Requests hold a hundred ids at most. */
const MOST_ITEMS = 1000;

/** How deep a caller's value may nest. Requests need five levels; a cyclic object never ends. */
const DEPTH = 16;

/** Stands for what is no plain data. A text that begins with NUL is no text: see src/input.rs. */
const FOREIGN = '"\\u0000f"';

/** What keeps a text from standing between quotes as it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes.
const ODD = /[\u0000-\u001f"\\\ud800-\udfff]/;

/**
 * A caller's value as one text for the module: JSON, with marks for NaN, the infinities and BigInts: see src/input.rs.
 *
 * Every property is read once. Of an object each field that holds no plain data is marked by itself, so that what is wrong with
 * it is told by its name; what throws while it is read (a getter, a proxy) is no plain data, and its message, which may print a
 * value, is not repeated.
 */
export function encode(value: unknown): string {
  try {
    return write(value, DEPTH) ?? FOREIGN;
  } catch {
    return FOREIGN;
  }
}

/** What should be a text, and an empty one where it is none: the glue of the module takes no other value without harm. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** An object of the caller's or of ours, each field of it encoded as a value by itself. */
export function encodeParts(object: object, without?: string): string {
  const names = Reflect.ownKeys(object).filter((name) => typeof name === "string" && name !== without) as string[];
  return `{${names.map((name) => `${quoted(name)}:${part(object, name, DEPTH)}`).join(",")}}`;
}

/** What accompanies a call: the signal, which stays here, and the rest as a text. A signal that is none goes along, for the error. */
export function encodeOptions(options: unknown): { text: string; signal?: AbortSignal } {
  if (typeof options !== "object" || options === null) return { text: encode(options) };
  try {
    const text = encodeParts(options, "signal");
    try {
      const { signal } = options as { signal?: unknown };
      if (signal === undefined) return { text };
      if (signal instanceof AbortSignal) return { text, signal };
    } catch {
      // What throws when it is looked at is none.
    }
    return { text: `${text.slice(0, -1)}${text === "{}" ? "" : ","}"signal":null}` };
  } catch {
    // Its names cannot be listed: what was meant by it must not be lost.
    return { text: FOREIGN };
  }
}

/** One field, marked where it is no plain data. */
function part(object: object, name: string, depth: number): string {
  try {
    return write((object as Fields)[name], depth) ?? FOREIGN;
  } catch {
    return FOREIGN;
  }
}

type Fields = Record<string, unknown>;

/** `undefined` where the value is, or holds, no plain data. */
function write(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      return number(value);
    case "boolean":
      return `${value}`;
    case "undefined":
      return "null";
    case "bigint":
      return BigInt.asIntN(64, value) === value || BigInt.asUintN(64, value) === value ? `"\\u0000n${value}"` : undefined;
    case "object":
      if (value === null) return "null";
      return depth === 0 ? undefined : container(value, depth - 1);
    default:
      return undefined;
  }
}

function container(value: object, depth: number): string | undefined {
  let text = "";
  if (Array.isArray(value)) {
    const { length } = value;
    if (length > MOST_ITEMS) return undefined;
    for (let index = 0; index < length; index++) {
      const item = write(value[index], depth);
      if (item === undefined) return undefined;
      text += text === "" ? item : `,${item}`;
    }
    return `[${text}]`;
  }
  if (!isPlain(value)) return undefined;
  const names = Object.keys(value);
  // A hidden property or a symbol is in this list alone.
  if (Reflect.ownKeys(value).length !== names.length) return undefined;
  for (const name of names) {
    const field = depth === DEPTH - 1 ? part(value, name, depth) : write((value as Fields)[name], depth);
    if (field === undefined) return undefined;
    text += `${text === "" ? "" : ","}${quoted(name)}:${field}`;
  }
  return `{${text}}`;
}

/** Between quotes. Half a character becomes U+FFFD, as on every text's way into the module; there it is refused. */
function quoted(text: string): string {
  if (!ODD.test(text)) return `"${text}"`;
  const whole = text.replace(/\p{Surrogate}/gu, "\ufffd");
  return JSON.stringify(whole.startsWith("\u0000") ? `\u0000t${whole}` : whole);
}

/** By its shortest decimal text. An integer that a number cannot tell from the next one gets an exponent: it is no BigInt. */
function number(value: number): string {
  if (!Number.isFinite(value)) return '"\\u0000d"';
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : `${value}`;
}

/**
 * Made by `{}` or `Object.create(null)`, in any realm. What an object inherits would be passed over in silence: an inherited
 * `refundAmount` would refund everything.
 */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "hasOwnProperty");
}
