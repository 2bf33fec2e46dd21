import { createServer, type RequestListener, type Server } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { isLinePay, refusal } from "./hosts.js";

/** Where the sandbox listens for what comes through the proxy: in clear text, and under LINE Pay's names. */
interface Doors {
  plain: number;
  tls: number;
}

/**
 * A proxy for clients whose hosts are fixed. `CONNECT` for LINE Pay's hosts leads to this sandbox, and so does a request with a whole
 * address; everything else is refused. It opens no connection but to this process.
 *
 * @param handler Answers a request with a whole address in clear text.
 */
export function proxy(doors: () => Doors, handler: RequestListener): Server {
  const server = createServer(handler);
  server.on("connect", (request: { url?: string }, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const [, host = "", port = ""] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(request.url ?? "") ?? [];
    if (!isLinePay(host) || (port !== "443" && port !== "80")) {
      const text = refusal(request.url ?? "an address that is none");
      const headers = `Content-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close`;
      socket.end(`HTTP/1.1 403 Forbidden\r\n${headers}\r\n\r\n${text}`);
      return;
    }
    const onward = connect({ host: "127.0.0.1", port: port === "443" ? doors().tls : doors().plain }, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      if (head.length > 0) onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    onward.on("close", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  });
  return server;
}
