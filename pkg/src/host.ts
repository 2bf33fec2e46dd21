import type { LinePayEvent } from "./wire.js";

/** The most that is read of a reply, in bytes. LINE Pay's own replies are a few kilobytes. */
export const REPLY_LIMIT = 4 * 1024 * 1024;

/** The longest delay a timer takes; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The part of `fetch` that this package uses. A service binding fits as `(url, init) => env.RELAY.fetch(url, init)`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A complete answer. */
export interface Answer {
  status: number;
  text: string;
}

/** No complete answer, and why. */
export interface Lost {
  lost: "network" | "timeout" | "aborted" | "too-large";
}

/** What the exchanges of one task share: a controller is dear, and is made once unless it has ended one of them. */
export interface Exchange {
  controller?: AbortController;
}

/** What the module needs from where it runs. None of these throws or rejects. */
export interface Host {
  send(
    method: string,
    url: string,
    headers: readonly string[],
    body: string | undefined,
    timeoutMs: number,
    signal: AbortSignal | undefined,
    /** Of the task that this request belongs to. */
    exchange?: Exchange,
  ): Promise<Answer | Lost>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  nonce(): string;
  event(event: LinePayEvent): void;
  /** Whether nobody listens to events, so that none need be made. */
  readonly quiet?: boolean;
}

/** What a caller may replace. */
export interface HostOptions {
  fetch?: Fetch | undefined;
  onEvent?: ((event: LinePayEvent) => unknown) | undefined;
}

/** The host of this runtime: its `fetch`, clock and randomness. */
export function createHost(options: HostOptions): Host {
  return {
    send: (method, url, headers, body, timeoutMs, signal, exchange = {}) =>
      send(options.fetch, method, url, headers, body, timeoutMs, signal, exchange),
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(milliseconds, 0), LONGEST_TIMER))),
    nonce: () => crypto.randomUUID(),
    event: (event) => tell(options.onEvent, event),
    quiet: options.onEvent === undefined,
  };
}

function tell(onEvent: HostOptions["onEvent"], event: LinePayEvent): void {
  if (onEvent === undefined) return;
  try {
    // An observer must not break a payment, neither at once nor later.
    Promise.resolve(onEvent(event)).catch(() => undefined);
  } catch {
    return;
  }
}

function send(
  given: Fetch | undefined,
  method: string,
  url: string,
  headers: readonly string[],
  body: string | undefined,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  shared: Exchange,
): Promise<Answer | Lost> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve({ lost: "aborted" });
    if (shared.controller?.signal.aborted !== false) shared.controller = new AbortController();
    const { controller } = shared;
    let open = true;
    const settle = (result: Answer | Lost): void => {
      if (!open) return;
      open = false;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      resolve(result);
    };
    // Settles by itself, so that a fetch that ignores its signal cannot hold the call open.
    const stop = (lost: Lost["lost"]): void => {
      settle({ lost });
      controller.abort();
    };
    const onAbort = (): void => stop("aborted");
    const timer = setTimeout(() => stop("timeout"), Math.min(Math.max(timeoutMs, 0), LONGEST_TIMER));
    signal?.addEventListener("abort", onAbort, { once: true });
    exchange(given, method, url, headers, body, controller.signal).then(settle, () => settle({ lost: "network" }));
  });
}

async function exchange(
  given: Fetch | undefined,
  method: string,
  url: string,
  headers: readonly string[],
  body: string | undefined,
  signal: AbortSignal,
): Promise<Answer | Lost> {
  // Looked up at each call and called without a receiver: workerd refuses a foreign `this`.
  const fetch = given ?? globalThis.fetch;
  const init: RequestInit = { method, headers: pairs(headers), redirect: "manual", signal };
  if (body !== undefined) init.body = body;
  const response = await fetch(url, init);
  if (signal.aborted) {
    // A fetch that ignores its signal: the call has ended, and its body would be read for nobody.
    response.body?.cancel().catch(() => undefined);
    return { lost: "aborted" };
  }
  if (response.type === "opaqueredirect" || response.status === 0) {
    // A browser hides the redirect that was not followed; for the module it is one like any other.
    response.body?.cancel().catch(() => undefined);
    return { status: 302, text: "" };
  }
  const text = await read(response, signal);
  return text === undefined ? { lost: "too-large" } : { status: response.status, text };
}

function pairs(flat: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) headers[flat[index] as string] = flat[index + 1] as string;
  return headers;
}

/** Of whole bodies only: a stream's decoder remembers what it has begun. */
const whole = new TextDecoder("utf-8", { ignoreBOM: true });

/** The body as text; `undefined` where it is longer than {@link REPLY_LIMIT}. Malformed UTF-8 becomes U+FFFD; a byte order mark stays. */
async function read(response: Response, signal: AbortSignal): Promise<string | undefined> {
  if (response.body === null) return "";
  if (isShort(response.headers)) {
    // One turn to the runtime and back instead of one for each chunk: a tenth of a worker's time for a call.
    const bytes = await response.arrayBuffer();
    return bytes.byteLength > REPLY_LIMIT ? undefined : whole.decode(bytes);
  }
  const reader = response.body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const parts: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return whole.decode(parts.length === 1 ? parts[0] : joined(parts, size));
      size += value.byteLength;
      if (size > REPLY_LIMIT) {
        cancel();
        return undefined;
      }
      parts.push(value);
    }
  } finally {
    // The signal is that of the task, which may go on.
    signal.removeEventListener("abort", cancel);
  }
}

/** Whether the body is known to be within the limit. A compressed one is not: its length is that of what was sent. */
function isShort(headers: Headers | undefined): boolean {
  const length = headers?.get("content-length") ?? "";
  return /^\d+$/.test(length) && Number(length) <= REPLY_LIMIT && headers?.has("content-encoding") === false;
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
