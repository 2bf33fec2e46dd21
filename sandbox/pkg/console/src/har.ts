/** Calls as other programs read them: a line of curl, a HAR file. What the log masks stays masked. */
import type { SandboxCall } from "./views";

const address = ({ path, query }: SandboxCall, origin: string): string => `${origin}${path}${query ? `?${query}` : ""}`;

/** For a shell: nothing in it means anything to one. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Set by the program that sends. */
const OWN = /^(host|content-length|connection|accept-encoding|user-agent|sec-|transfer-encoding)/i;

export function curlOf(call: SandboxCall, origin: string): string {
  const headers = call.headers.filter(([name]) => !OWN.test(name)).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const body = call.requestBody === "" ? [] : [`--data-raw ${quoted(call.requestBody)}`];
  return [`curl -X ${quoted(call.method)}`, ...headers, ...body, quoted(address(call, origin))].join(" \\\n  ");
}

export function harOf(calls: SandboxCall[], origin: string): string {
  const pairs = (list: [string, string][]) => list.map(([name, value]) => ({ name, value }));
  const entries = calls.map((call) => {
    const wait = (call.waitSeconds ?? 0) * 1000 + (call.milliseconds ?? 0);
    const [, mimeType = "application/json"] = call.headers.find(([name]) => /^content-type$/i.test(name)) ?? [];
    return {
      startedDateTime: call.at,
      time: wait,
      request: {
        method: call.method,
        url: address(call, origin),
        httpVersion: "HTTP/1.1",
        cookies: [],
        headers: pairs(call.headers),
        queryString: pairs([...new URLSearchParams(call.query)]),
        headersSize: -1,
        bodySize: call.requestBody.length,
        ...(call.requestBody === "" ? {} : { postData: { mimeType, text: call.requestBody } }),
      },
      response: {
        status: call.status,
        statusText: "",
        httpVersion: "HTTP/1.1",
        cookies: [],
        headers: [],
        content: { size: call.replyBody.length, mimeType: "application/json", text: call.replyBody },
        redirectURL: "",
        headersSize: -1,
        bodySize: call.replyBody.length,
      },
      cache: {},
      timings: { send: 0, wait, receive: 0 },
      comment: [call.note, ...call.notes].filter(Boolean).join(" | "),
    };
  });
  return JSON.stringify({ log: { version: "1.2", creator: { name: "linepay-sandbox", version: "1" }, entries } }, null, 1);
}
