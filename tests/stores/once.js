import { request } from "node:http";

/** A visit may ask LINE Pay for a minute, and machines that run these tests are busy. */
const SECONDS = 90;

/**
 * `fetch` over a connection of its own. The global one takes a connection again that has been idle for four seconds or, where this program
 * is busy, for longer, and workerd closes it after five: then a request is lost that nobody has to answer for.
 */
export function fetchOnce(url, { method = "GET", headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const asked = request(url, { method, headers: { ...headers, ...length }, agent: false, timeout: SECONDS * 1_000 }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode })));
    });
    asked.on("error", reject);
    asked.on("timeout", () => asked.destroy(new Error(`no answer within ${SECONDS} seconds`)));
    asked.end(body);
  });
}
