// One call of a client whose fetch is a stub, with everything that can be seen of it.
import { createHmac } from "node:crypto";
import { CREDENTIALS } from "./fixtures.js";

/** What a stub answers: a text with status 200, or what a function makes of the call. */
const responseOf = (reply, url, init) => (typeof reply === "function" ? reply(url, init) : new Response(reply));

/**
 * A client that answers with `replies` in turn, the last one again and again, and notes what is sent and what its listener hears.
 *
 * @param config Options of LinePay beside the credentials; `quiet` for one without a listener.
 */
export function clientOf({ main }, { quiet = false, ...config }, replies) {
  const seen = { sent: [], events: [] };
  const fetch = async (url, init) => {
    const { signal, ...rest } = init;
    const request = { url, ...rest };
    Object.defineProperty(request, "given up", { enumerable: true, get: () => signal?.aborted ?? false });
    if (rest.headers) request.headers = signed(url, rest);
    seen.sent.push(request);
    return responseOf(replies[Math.min(seen.sent.length, replies.length) - 1], url, init);
  };
  const number = numbers();
  const onEvent = quiet ? undefined : (event) => void seen.events.push(number(event));
  const client = new main.LinePay({ ...CREDENTIALS, fetch, ...(quiet ? {} : { onEvent }), ...config });
  return { client, seen };
}

/** Events with the numbers of their calls from 1: a client counts on and on, and one more or less before says nothing of this case. */
export function numbers() {
  const known = new Map();
  return (event) => {
    if (!known.has(event.call)) known.set(event.call, known.size + 1);
    return typeof event.call === "number" ? { ...event, call: known.get(event.call) } : event;
  };
}

/** The headers with the nonce and the signature judged instead of repeated: a build is free to draw its nonces as it likes. */
function signed(url, { method, headers, body }) {
  const shown = Object.fromEntries([...new Headers(headers)]);
  const nonce = shown["x-line-authorization-nonce"];
  if (nonce === undefined) return shown;
  const { pathname, search } = new URL(url);
  const text = `${CREDENTIALS.channelSecret}${pathname}${method === "GET" ? search.slice(1) : (body ?? "")}${nonce}`;
  const right = createHmac("sha256", CREDENTIALS.channelSecret).update(text).digest("base64");
  const good = right === shown["x-line-authorization"];
  return {
    ...shown,
    "x-line-authorization-nonce": /^[\x21-\x7e]{8,}$/.test(nonce) ? "‹nonce›" : nonce,
    "x-line-authorization": good ? "‹right›" : "‹wrong›",
  };
}

/** What one call comes to: its answer or its error, what was sent, and the events. */
export async function call(build, config, operation, given, replies, options) {
  const { client, seen } = clientOf(build, config, replies);
  const calls = options === undefined ? [given] : [given, options];
  const end = await client[operation](...calls).then(
    (value) => ({ value }),
    (thrown) => ({ thrown: judged(build, thrown) }),
  );
  return { ...end, ...seen };
}

/** An error; one that is not a LinePayError is told as such. */
export function judged({ main, errors, validate }, thrown) {
  const kinds = [main, errors, validate].map(({ LinePayError }) => thrown instanceof LinePayError);
  return kinds.every(Boolean) ? thrown : { thrown, kinds };
}
