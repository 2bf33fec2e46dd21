// LINE Pay as a merchant would call it by hand: fetch and JSON, nothing checked but the return code.

const BASE = "https://sandbox-api-pay.line.me";

/** A signature by the platform's own cryptography, with the key imported once. */
export async function subtleSigner(secret) {
  const bytes = (text) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return async (text) => {
    const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(text)));
    let binary = "";
    for (const byte of signature) binary += String.fromCharCode(byte);
    return btoa(binary);
  };
}

/**
 * One call.
 *
 * @param {{ version: string, channelId: string, channelSecret: string, fetch: typeof fetch, baseUrl?: string,
 *   sign: (text: string) => string | Promise<string> }} client
 */
export async function callByHand(client, method, path, query, body) {
  const search = query.length === 0 ? "" : new URLSearchParams(query).toString();
  const text = body === undefined ? "" : JSON.stringify(body);
  const headers = { "Content-Type": "application/json; charset=UTF-8", "X-LINE-ChannelId": client.channelId };
  if (client.version === "v2") headers["X-LINE-ChannelSecret"] = client.channelSecret;
  else {
    const nonce = crypto.randomUUID();
    headers["X-LINE-Authorization-Nonce"] = nonce;
    headers["X-LINE-Authorization"] = await client.sign(client.channelSecret + path + (method === "GET" ? search : text) + nonce);
  }
  const url = `${client.baseUrl ?? BASE}${path}${search && "?"}${search}`;
  const response = await client.fetch(url, { method, headers, ...(method === "GET" ? {} : { body: text }) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const reply = await response.json();
  // statusCheck's good answers have codes of their own.
  if (!/^0[01]/.test(reply.returnCode)) throw new Error(`${reply.returnCode} ${reply.returnMessage}`);
  return reply.info;
}
