import { UNWANTED_LIMIT, UNWANTED_SECONDS, within } from "./limits.js";

/** The most that a reserve request may carry, in bytes. */
const BODY_LIMIT = 64 * 1024;

/** Makes the same request with its body at hand, as often as it is called; `undefined` where the body is over the limit. */
export async function bounded(request: Request): Promise<(() => Request) | undefined> {
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
  return () => new Request(request.url, init);
}

/** Whether a body is what its content type says. A form in the URL's way always is. */
export async function isWellFormed(request: Request): Promise<boolean> {
  const type = request.headers.get("content-type") ?? "";
  try {
    if (/^\s*application\/json\b/i.test(type)) await request.json();
    else await request.formData();
    return true;
  } catch {
    return false;
  }
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
  await within(read().catch(() => undefined), UNWANTED_SECONDS);
  reader.cancel().catch(() => undefined);
}
