import { UNWANTED_LIMIT, UNWANTED_SECONDS, within } from "./limits.js";
import { bodyKind } from "./routing.js";

/** The most that a reserve request may carry, in bytes. */
const BODY_LIMIT = 64 * 1024;

/** A request's body at hand. */
export interface Bounded {
  bytes: Uint8Array;
  /** The same request, as often as it is wanted. */
  copy(): Request;
}

/** Reads a request's body; `undefined` where it is over the limit. */
export async function bounded(request: Request): Promise<Bounded | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > BODY_LIMIT) {
    await discard(request);
    return undefined;
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > BODY_LIMIT) {
      await empty(reader);
      return undefined;
    }
    parts.push(value);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.byteLength;
  }
  const init: RequestInit & { cf?: unknown } = { method: request.method, headers: request.headers, body };
  const { cf } = request as { cf?: unknown };
  if (cf !== undefined) init.cf = cf; // workerd's own knowledge of the client, which `quote` may want
  return { bytes: body, copy: () => new Request(request.url, init) };
}

/** Whether a body is JSON if it says so. Asked only where `quote` has failed, which need not read it. */
export async function isJson(request: Request): Promise<boolean> {
  if (bodyKind(request.headers) !== "json") return true;
  return request.json().then(
    () => true,
    () => false,
  );
}

/** Whether a body is a form in parts if it says so. Not every runtime minds: some take one without delimiters for an empty form. */
export function isForm(headers: Headers, bytes: Uint8Array): boolean {
  const type = headers.get("content-type") ?? "";
  if (!/^\s*multipart\//i.test(type)) return true;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s";]+))/i.exec(type) ?? [];
  const boundary = quoted ?? plain;
  const text = `\r\n${new TextDecoder("latin1").decode(bytes)}`;
  return boundary !== undefined && text.includes(`\r\n--${boundary}--`);
}

/**
 * Reads a body that nobody wants: a server that answers and closes in the middle of it resets the connection, and the sender never
 * sees the answer. Ends at a limit, and never rejects.
 */
export async function discard(request: Request): Promise<void> {
  try {
    const reader = request.body?.getReader();
    if (reader !== undefined) await empty(reader);
  } catch {
    return; // somebody else has read it, or reads it
  }
}

async function empty(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const read = async (): Promise<void> => {
    for (let size = 0; size <= UNWANTED_LIMIT; ) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.byteLength;
    }
  };
  await within(
    read().catch(() => undefined),
    UNWANTED_SECONDS,
  );
  reader.cancel().catch(() => undefined);
}
