import type { Answer } from "./core.js";

/** The sandbox answers 2101 to anything longer; nothing more is read. In bytes. */
export const BODY_LIMIT = 1 << 20;

/** A request without its body, as the core reads it: JSON text. `peer` is the caller's address, for the allow-list. */
export function describe(request: Request, url: URL, peer: string): string {
  return JSON.stringify({
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: [...request.headers],
    peer,
    origin: url.origin,
  });
}

/** The caller's address that a test gave, where it may. */
export function givenPeer(request: Request): string | null {
  return request.headers.get("x-sandbox-peer-address");
}

/** A request's body, cut one byte above the limit. */
export async function bytes(request: Request): Promise<Uint8Array> {
  // Firefox gives no stream of a request's body.
  if (!request.body) return new Uint8Array(await request.arrayBuffer()).subarray(0, BODY_LIMIT + 1);
  const held = new Uint8Array(BODY_LIMIT + 1);
  let length = 0;
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return held.slice(0, length);
    const part = value.subarray(0, held.length - length);
    held.set(part, length);
    length += part.length;
    if (length < held.length) continue;
    await reader.cancel();
    return held;
  }
}

/**
 * Sends an answer in the way that the core wants.
 *
 * @param signal Ends the wait of an answer that hangs.
 * @param broken Breaks the connection after this much of the body.
 */
export async function deliver(answer: Answer, signal: AbortSignal | undefined, broken: (sent: string) => Response): Promise<Response> {
  const { status, contentType, body, delivery } = answer;
  if (delivery.kind === "whole") return respond(status, contentType, body);
  if (delivery.kind === "drop") return broken(body);
  await wait(delivery.seconds * 1000, signal);
  return broken("");
}

/** An answer with the headers that all of them have. */
export function respond(status: number, contentType: string, body: string | ReadableStream): Response {
  const headers = { "Content-Type": contentType, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
  return new Response(body, { status, headers });
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
