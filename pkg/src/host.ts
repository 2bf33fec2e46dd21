import type { LinePayEvent } from "./reports.js";

/** The most that is read of a reply, in bytes. LINE Pay's own replies are a few kilobytes. */
export const REPLY_LIMIT = 4 * 1024 * 1024;

/** The longest delay a timer takes; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The part of `fetch` that this package uses. A service binding fits as `(url, init) => env.RELAY.fetch(url, init)`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What a caller may put in the place of the runtime's own. */
export interface Host {
  fetch?: Fetch | undefined;
  onEvent?: ((event: LinePayEvent) => unknown) | undefined;
  /** Asks a ledger, or calls a hook: for the checkout. */
  keep?: ((effect: string) => Promise<Answer>) | undefined;
  /** Is told what a task will end with, where all that is left can be done behind that. */
  early?: ((result: never) => void) | undefined;
}

/** A complete answer; where the status is one of {@link LOST}, there is none. */
export interface Answer {
  status: number;
  text: string;
}

/** Why there is no complete answer, as the module is told. */
export const LOST = { network: 1, timeout: 2, aborted: 3, tooLarge: 4, notSent: 5 } as const;

/** What the exchanges of one task share: a controller is dear, and is made once unless it has ended one of them. */
export interface Exchange {
  controller?: AbortController;
}

/** Waits. A host that cannot wait does not wait. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise<void>((resolve) => void after(milliseconds, resolve)).catch(() => undefined);
}

function after(milliseconds: number, work: () => void): ReturnType<typeof setTimeout> {
  return setTimeout(work, Math.min(Math.max(milliseconds, 0), LONGEST_TIMER));
}

/** Tells an observer, who must not break a payment, neither at once nor later. */
export async function tell({ onEvent }: Host, event: LinePayEvent): Promise<void> {
  try {
    await onEvent?.(event);
  } catch {
    return;
  }
}

/**
 * Sends a request once and reads the whole answer within the time limit.
 *
 * @param init Is given its signal here.
 * @param signal The caller's.
 * @param shared Of the task that this request belongs to.
 */
export function send(
  host: Host,
  url: string,
  init: RequestInit,
  milliseconds: number,
  signal?: AbortSignal,
  shared: Exchange = {},
): Promise<Answer> {
  return new Promise<Answer>((resolve) => {
    if (signal?.aborted) return resolve(lost(LOST.notSent));
    if (shared.controller?.signal.aborted !== false) shared.controller = new AbortController();
    const { controller } = shared;
    let reader: Reader | undefined;
    let open = true;
    const settle = (answer: Answer): void => {
      if (!open) return;
      open = false;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      resolve(answer);
    };
    // Settles by itself, so that a fetch that ignores its signal cannot hold the call open.
    const stop = (status: number): void => {
      settle(lost(status));
      controller.abort();
      cancel(reader);
    };
    const onAbort = (): void => stop(LOST.aborted);
    const timer = after(milliseconds, () => stop(LOST.timeout));
    signal?.addEventListener("abort", onAbort, { once: true });
    init.signal = controller.signal;

    const exchange = async (): Promise<Answer> => {
      // Looked up at each call and called without a receiver: workerd refuses a foreign `this`.
      const fetch = host.fetch ?? globalThis.fetch;
      const response = await fetch(url, init);
      const { status, body } = response;
      // A browser hides a redirect that was not followed; for the module it is one like any other.
      const hidden = status === 0 || response.type === "opaqueredirect";
      if (hidden || !open) {
        // Where the call has ended, it would be read for nobody.
        cancel(body);
        return { status: 302, text: "" };
      }
      if (body === null) return { status, text: "" };
      let bytes: BufferSource | undefined;
      if (isShort(response.headers)) {
        // One turn to the runtime and back instead of one for each chunk: a tenth of a worker's time for a call.
        bytes = await response.arrayBuffer();
        if (bytes.byteLength > REPLY_LIMIT) bytes = undefined;
      } else {
        reader = body.getReader();
        bytes = await gather(reader, REPLY_LIMIT);
        if (bytes === undefined) cancel(reader);
      }
      return bytes === undefined ? lost(LOST.tooLarge) : { status, text: whole.decode(bytes) };
    };
    exchange().then(settle, () => settle(lost(LOST.network)));
  });
}

const lost = (status: number): Answer => ({ status, text: "" });

/** Of whole bodies only: a stream's decoder remembers what it has begun. Malformed UTF-8 becomes U+FFFD; a byte order mark stays. */
const whole = new TextDecoder("utf-8", { ignoreBOM: true });

/** Whether the body is known to be within the limit. A compressed one is not: its length is that of what was sent. */
function isShort(headers: Headers | undefined): boolean {
  const length = headers?.get("content-length") ?? "";
  return /^\d+$/.test(length) && Number(length) <= REPLY_LIMIT && headers?.has("content-encoding") === false;
}

/** Of a stream of bytes. */
export type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

function cancel(stream: Reader | ReadableStream | null | undefined): void {
  stream?.cancel().catch(() => undefined);
}

/** All that is left of a stream; `undefined` where it is more than the limit, in bytes. */
export async function gather(reader: Reader, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) return undefined;
    parts.push(value);
  }
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
