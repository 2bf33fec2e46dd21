import { bytes } from "./exchange.js";

/** What the sandbox reads of a request. */
export interface Incoming {
  method: string;
  url: URL;
  headers: Fields;
  body(): Uint8Array | Promise<Uint8Array>;
}

/** Headers, or the same by name in small letters. */
export type Fields = Iterable<[name: string, value: string]> & { get(name: string): string | null | undefined };

/** What `Headers` takes without a change but for the name's letters. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[!-~](?:[ -~]*[!-~])?$/;

const ENCODER = new TextEncoder();
const METHODS = new Set(["GET", "POST", "PUT", "DELETE"]);

/** Beside method, headers and body, what a call may have without being another request by it. */
const WITHOUT_EFFECT: Record<string, (value: unknown) => boolean> = {
  signal: (value) => value === undefined || value === null || value instanceof AbortSignal,
  redirect: (value) => value === "manual" || value === "error" || value === "follow",
};

/**
 * What `fetch` was given, read as `new Request` reads it. Most calls are an address with a method, headers and a text: for these the
 * `Request`, whose body is a stream, would be half of the time that a call takes, and `Headers` another tenth.
 *
 * @throws What `new Request` throws.
 */
export function incoming(input: string | URL | Request, init: RequestInit | undefined): Incoming {
  return plain(input, init) ?? whole(new Request(input, init));
}

function whole(request: Request): Incoming {
  return { method: request.method, url: new URL(request.url), headers: request.headers, body: () => bytes(request) };
}

/** `undefined` for all that is not as plain as that. */
function plain(input: string | URL | Request, init: RequestInit = {}): Incoming | undefined {
  const { method = "GET", headers: given, body = null, ...rest } = init;
  if (!METHODS.has(method) || !isText(body, method)) return undefined;
  if (!Object.entries(rest).every(([name, value]) => Object.hasOwn(WITHOUT_EFFECT, name) && WITHOUT_EFFECT[name]?.(value)))
    return undefined;
  const url = typeof input === "string" || input instanceof URL ? read(String(input)) : undefined;
  if (url === undefined) return undefined;
  const headers = fields(given) ?? new Headers(given);
  if (body !== null && !headers.has("content-type")) headers.set("content-type", "text/plain;charset=UTF-8");
  return { method, url, headers, body: () => ENCODER.encode(body ?? "") };
}

/** Headers of an object with a text for each name; `undefined` for all that is not as plain as that. */
function fields(given: RequestInit["headers"]): Map<string, string> | undefined {
  if (given === undefined || Object.getPrototypeOf(given) !== Object.prototype) return undefined;
  const all: [string, string][] = [];
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== "string" || !NAME.test(name) || !VALUE.test(value)) return undefined;
    all.push([name.toLowerCase(), value]);
  }
  all.sort(([one], [other]) => (one < other ? -1 : 1));
  const headers = new Map(all);
  // A name that is there twice has both values.
  return headers.size === all.length ? headers : undefined;
}

function isText(body: unknown, method: string): body is string | null {
  return body === null || (typeof body === "string" && method !== "GET");
}

/** A whole address without credentials; `new Request` says what is wrong with others, or reads them as the page's. */
function read(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.username === "" && url.password === "" ? url : undefined;
  } catch {
    return undefined;
  }
}
