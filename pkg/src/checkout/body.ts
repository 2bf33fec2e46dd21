import { gather, type Reader } from "../host.js";
import { UNWANTED_LIMIT, UNWANTED_SECONDS, within } from "./limits.js";
import { bodyKind } from "./routing.js";

/** The most that a reserve request may carry, in bytes. */
const BODY_LIMIT = 64 * 1024;

/** A request's body at hand. */
export interface Bounded {
  bytes: Uint8Array;
  /** The same request, for the shop to read. */
  copy(): Request;
}

/** Why there is no body: it is over the limit, or it broke off. */
export type Unread = "too-large" | "broken";

/** Reads a request's body, or says why there is none. Rejects where somebody of the shop's has read it before. */
export async function bounded(request: Request): Promise<Bounded | Unread> {
  if (request.bodyUsed)
    throw new TypeError("this request's body has been read: give the checkout one that nobody has read, such as a clone");
  try {
    return (await read(request)) ?? "too-large";
  } catch {
    return "broken"; // whoever sends it has gone away
  }
}

async function read(request: Request): Promise<Bounded | undefined> {
  const { method, headers } = request;
  const told = headers.get("content-length");
  if (Number(told ?? 0) > BODY_LIMIT) {
    await discard(request);
    return undefined;
  }
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  if (told !== null) {
    // One turn to the runtime and back instead of one for each chunk. A server holds a body to the length that was told.
    bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > BODY_LIMIT) return undefined;
  } else {
    const reader = request.body?.getReader();
    bytes = reader === undefined ? new Uint8Array() : await gather(reader, BODY_LIMIT);
    if (bytes === undefined) {
      if (reader !== undefined) await empty(reader);
      return undefined;
    }
  }
  const body = bytes;
  const init: RequestInit & { cf?: unknown } = { method, headers, body };
  const { cf } = request as { cf?: unknown };
  if (cf !== undefined) init.cf = cf; // workerd's own knowledge of the client, which `quote` may want
  return { bytes: body, copy: () => new Request(request.url, init) };
}

/** Whether a body is JSON if it says so. Asked only where `quote` has failed, which need not read it. */
export function isJson(headers: Headers, bytes: Uint8Array): boolean {
  if (bodyKind(headers) !== "json") return true;
  try {
    JSON.parse(new TextDecoder().decode(bytes));
    return true;
  } catch {
    return false;
  }
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

async function empty(reader: Reader): Promise<void> {
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
