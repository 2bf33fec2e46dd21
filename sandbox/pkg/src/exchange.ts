import type { Answer, Asked } from "./core.js";

/** The sandbox answers 2101 to anything longer; nothing more is read. In bytes. */
export const BODY_LIMIT = 1 << 20;

/**
 * A request without its body, as the core reads it: JSON text.
 *
 * @param peer The caller's address, for the allow-list.
 * @param prefix Where the sandbox is mounted: the core knows nothing of it but for the addresses that it gives out.
 * @param trusted Whether its control token was the right one.
 */
export function describe(
  request: { method: string; headers: Iterable<[string, string]> },
  url: URL,
  peer: string,
  prefix = "",
  trusted = false,
): string {
  const all = [...request.headers];
  const headers = trusted ? all.map(([name, value]) => [name, name === "x-sandbox-control" ? "1" : value]) : all;
  return JSON.stringify({
    method: request.method,
    path: url.pathname.slice(prefix.length),
    query: url.search.slice(1),
    headers,
    peer,
    origin: `${url.origin}${prefix}`,
  });
}

/** The caller's address that a test gave, where it may. */
export function givenPeer({ headers }: { headers: { get(name: string): string | null | undefined } }): string | undefined {
  return headers.get("x-sandbox-peer-address") ?? undefined;
}

/** A request's body, cut one byte above the limit. */
export async function bytes(request: Request): Promise<Uint8Array> {
  // Firefox gives no stream of a request's body.
  if (!request.body) return new Uint8Array(await request.arrayBuffer()).subarray(0, BODY_LIMIT + 1);
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length <= BODY_LIMIT) continue;
    await reader.cancel();
    break;
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only.subarray(0, BODY_LIMIT + 1) : joined(parts, Math.min(length, BODY_LIMIT + 1));
}

function joined(parts: Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    const fits = part.subarray(0, length - at);
    whole.set(fits, at);
    at += fits.length;
  }
  return whole;
}

/** The request once more, that was held back. */
export function held(described: string, asked?: Asked): string {
  return JSON.stringify({ ...(JSON.parse(described) as object), held: true, ...(asked === undefined ? {} : { asked }) });
}

/**
 * Sends an answer in the way that the core wants.
 *
 * @param again Gives the same request to the core once more, with what the merchant was asked.
 * @param inquire Asks the merchant.
 * @param signal Ends the wait of an answer that hangs.
 * @param broken Breaks the connection after this much of the body.
 */
export async function deliver(
  answer: Answer,
  again: (asked?: Asked) => Answer | Promise<Answer>,
  inquire: (url: string, body: string) => Promise<Asked>,
  signal: AbortSignal | undefined,
  broken: (sent: string) => Response,
): Promise<Response> {
  const { body, delivery } = answer;
  switch (delivery.kind) {
    case "whole":
      return respondWith(answer, body);
    case "drop":
      return broken(body);
    case "reset":
      return broken("");
    case "hang":
      await wait(delivery.seconds * 1000, signal);
      return broken("");
    case "delay":
      await wait(delivery.seconds * 1000, signal);
      return respondWith(answer, body);
    case "drip":
      return respondWith(answer, drip(body, delivery.seconds * 1000, signal));
    case "again": {
      // It takes effect whoever waits for it.
      const later = wait(delivery.seconds * 1000, undefined).then(() => again());
      later.catch(() => undefined);
      await Promise.race([later, gone(signal)]);
      return deliver(await later, again, inquire, signal, broken);
    }
    case "ask":
      return deliver(await again(await inquire(delivery.url, delivery.body)), again, inquire, signal, broken);
  }
}

/** An answer that comes as usual. */
export function respondWith({ status, contentType, headers }: Answer, body: string | ReadableStream): Response {
  const response = respond(status, contentType, body);
  for (const [name, value] of headers) response.headers.set(name, value);
  return response;
}

/** An answer with the headers that all of them have. */
export function respond(status: number, contentType: string, body: string | ReadableStream): Response {
  const headers = { "Content-Type": contentType, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
  return new Response(body, { status, headers });
}

/** A text in parts, and how long to wait before each. */
export function parts(text: string, milliseconds: number): { pieces: Uint8Array[]; pause: number } {
  const whole = new TextEncoder().encode(text);
  const count = Math.max(1, Math.min(whole.length, 20));
  const size = Math.ceil(whole.length / count);
  const pieces = Array.from({ length: count }, (_, index) => whole.subarray(index * size, (index + 1) * size));
  return { pieces, pause: milliseconds / count };
}

function drip(text: string, milliseconds: number, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  const { pieces, pause } = parts(text, milliseconds);
  const rest = pieces[Symbol.iterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = rest.next();
      if (done) return controller.close();
      await wait(pause, signal);
      controller.enqueue(value);
    },
  });
}

/** Never, or with the signal's reason once it is aborted. */
function gone(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Rejects with the signal's reason as soon as it is aborted, as `fetch` does. */
function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const abort = (): void => {
      end();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      end();
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", abort);
  });
}
