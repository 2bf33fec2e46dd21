// A LINE Pay of a few lines, for tests of the built module.

export const SECRET = "a63a8b93bf8f1e2ab9d2bd2e6b5ff0a1";
export const ID = "2026050712345678910";
export const ORIGIN = "https://shop.example.com";
export const HTML = { "content-type": "text/html" };

/** Plays LINE Pay: one transaction at a time, and whatever a test puts in the way. */
export function linePayServer() {
  const server = { calls: [], orders: new Map(), before: undefined, after: undefined };
  const reply = (returnCode, info) =>
    new Response(
      JSON.stringify({ returnCode, returnMessage: "x", info }).replace(/"(transactionId|refundTransactionId)":"(\d+)"/g, '"$1":$2'),
    );
  const answer = (method, path, query, body) => {
    if (path === "/v2/payments/request") {
      server.orders.set(body.orderId, { ...body, transactionId: ID, paid: false, refunded: 0 });
      return reply("0000", {
        transactionId: ID,
        paymentUrl: { web: "https://sandbox-web-pay.line.me/web/payment/wait?transactionReserveId=R", app: "line://pay/payment/R" },
        paymentAccessToken: "401122334455",
      });
    }
    const found = [...server.orders.values()].filter(
      ({ orderId, transactionId }) => query.getAll("orderId").includes(orderId) || query.getAll("transactionId").includes(transactionId),
    );
    if (path.endsWith("/authorizations")) return reply("1150");
    if (method === "GET") {
      const rows = found.filter(({ paid }) => paid);
      if (rows.length === 0) return reply("1150");
      return reply(
        "0000",
        rows.map(({ orderId, amount, currency }) => ({
          transactionId: ID,
          transactionDate: "2026-05-07T03:04:05Z",
          transactionType: "PAYMENT",
          productName: "Tea",
          currency,
          orderId,
          payInfo: [{ method: "CREDIT_CARD", amount }],
        })),
      );
    }
    const order = [...server.orders.values()].find(({ transactionId }) => path.includes(`/${transactionId}/`));
    if (path.endsWith("/confirm")) {
      if (order.paid) return reply("1172");
      order.paid = true;
      return reply("0000", { transactionId: ID, orderId: order.orderId, payInfo: [{ method: "CREDIT_CARD", amount: order.amount }] });
    }
    return reply("0000", { refundTransactionId: "2026050712345679999", refundTransactionDate: "2026-05-08T01:00:00Z" });
  };
  server.fetch = async (url, init) => {
    const { pathname, searchParams } = new URL(url);
    server.calls.push({ url, ...init });
    const stopped = await server.before?.(pathname, init);
    if (stopped) return stopped;
    const result = answer(init.method, pathname, searchParams, init.body ? JSON.parse(init.body) : undefined);
    return (await server.after?.(pathname, init)) ?? result;
  };
  server.count = (end) => server.calls.filter(({ url }) => new URL(url).pathname.endsWith(end)).length;
  return server;
}
