import { createServer, request } from "node:http";

/** The only host that the peer knows besides production's; no option of its own can change it. */
export const LINE_PAY = "https://sandbox-api-pay.line.me";

/**
 * A forward proxy that leads calls of LINE Pay's sandbox host to another server, byte for byte: the request target and the
 * body are what the peer has signed. The peer's axios takes a proxy from the environment and asks it in clear text for the
 * absolute URL, so nothing of the package has to be changed and no certificate forged.
 *
 * @param {string} to The origin that answers.
 */
export async function startProxy(to) {
  const { hostname, port, host } = new URL(to);
  const seen = [];
  const server = createServer((incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    if (!incoming.url.startsWith(`${LINE_PAY}/`)) {
      outgoing.writeHead(403).end("this proxy leads to LINE Pay alone");
      return;
    }
    const path = incoming.url.slice(LINE_PAY.length);
    const onward = request({ hostname, port, path, method: incoming.method, headers: { ...incoming.headers, host } });
    onward.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    // The peer gives up first where an answer hangs.
    outgoing.on("close", () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** What came through, as `GET https://…`. */
    seen,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
