// Passes requests on to a sandbox with the headers that let them in: what makes requests of a contract cannot sign.
import { createHmac } from "node:crypto";
import { createServer, request as send } from "node:http";

/** Its address. A fault that a request asks for by its header is left out: it would get what it asks for. */
export async function startSigner(context, { url, channelId, channelSecret }) {
  const server = createServer(async (incoming, outgoing) => {
    const parts = [];
    for await (const part of incoming) parts.push(part);
    const body = Buffer.concat(parts);
    const [path, query = ""] = incoming.url.split(/\?(.*)/s);
    const headers = { ...incoming.headers, host: new URL(url).host };
    for (const name of ["x-sandbox-fault", "transfer-encoding", "connection"]) delete headers[name];
    if (path.startsWith("/_sandbox")) headers["x-sandbox-control"] = "1";
    else sign(headers, path, incoming.method === "GET" ? query : body);
    if (body.length > 0) headers["content-length"] = body.length;
    const passed = send(url, { method: incoming.method, path: incoming.url, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    passed.on("error", (error) => outgoing.destroy(error));
    passed.end(body);
  });
  const sign = (headers, path, payload) => {
    const nonce = crypto.randomUUID();
    const mac = createHmac("sha256", channelSecret).update(`${channelSecret}${path}`).update(payload).update(nonce);
    Object.assign(headers, {
      "x-line-channelid": channelId,
      "x-line-channelsecret": channelSecret,
      "x-line-authorization-nonce": nonce,
      "x-line-authorization": mac.digest("base64"),
    });
  };
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
