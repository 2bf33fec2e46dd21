import { createServer } from "node:http";
import { createSandbox } from "linepay-sandbox";
import { HOST } from "../../../www/demo/ports.js";
import { CREDENTIALS } from "../../sandbox-control.js";
import { bodyOf } from "../incoming.js";

/**
 * What stands around a shop: LINE Pay, and the shop's own books, which outlive its processes. Both at one address, in this program, so that
 * nothing is lost or counted twice on the way.
 */
export async function startTown() {
  let sandbox;
  /** What the shop's hooks were told, and how often LINE Pay was called at each path without its ids. */
  const books = { paid: [], problems: [] };
  const calls = new Map();
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    if (body === undefined) return;
    const { method, url, headers } = incoming;
    const book = /^\/books\/(\w+)$/.exec(url)?.[1];
    if (book !== undefined) {
      books[book].push(JSON.parse(body));
      outgoing.end("written");
      return;
    }
    const [path] = url.replaceAll(/\d{15,}/g, "").split("?");
    calls.set(path, (calls.get(path) ?? 0) + 1);
    const answer = await sandbox.fetch(new URL(url, sandbox.baseUrl), { method, headers, ...(method === "POST" && { body }) });
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, HOST, resolve));
  const url = `http://${HOST}:${server.address().port}`;
  sandbox = await createSandbox({ ...CREDENTIALS, merchantName: "Tea", origin: url });
  return {
    url,
    sandbox,
    books,
    /** How often LINE Pay was called at paths with this end. */
    called: (end) => [...calls].filter(([path]) => path.endsWith(end)).reduce((sum, [, count]) => sum + count, 0),
    /** What the hooks were told of an order: the keys. */
    paid: (orderId) => books.paid.filter((told) => told.orderId === orderId).map(({ key }) => key),
    /** The payments of an order whose money is taken. */
    charged: async (orderId) => {
      const all = await sandbox.transactions();
      return all.filter((payment) => payment.orderId === orderId && payment.state === "CAPTURED");
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
