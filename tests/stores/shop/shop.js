// A shop over a ledger, the same on every runtime and over every store. Its books are elsewhere: its processes may be killed.
import { LinePay } from "linepay-edge";
import { createCheckout } from "linepay-edge/checkout";
import { withClock } from "./clock.js";

async function note(env, book, entry) {
  const { ok } = await fetch(`${env.TOWN}/books/${book}`, { method: "POST", body: JSON.stringify(entry) });
  if (!ok) throw new Error("the books cannot be written");
}

/** What the shop quotes, in the body of a version. */
function quoteOf(version, orderId) {
  const order = { orderId, amount: 360, currency: "TWD" };
  if (version === "v2") return { ...order, productName: "Tea" };
  return { ...order, packages: [{ id: "1", amount: 360, products: [{ name: "Tea", quantity: 1, price: 360 }] }] };
}

/**
 * The shop once for each version, each at paths of its own.
 *
 * @param {(env: object) => object} open Gives the ledger.
 */
export function shopOver(open) {
  const checkouts = ["v2", "v3", "v4"].map((version) =>
    createCheckout({
      linePay: ({ TOWN: baseUrl, CHANNEL_ID: channelId, CHANNEL_SECRET: channelSecret }) =>
        new LinePay({ version, channelId, channelSecret, baseUrl }),
      ledger: (env) => withClock(open(env)),
      quote: async (request) => quoteOf(version, (await request.json()).orderId),
      onPaid: ({ orderId, transactionId, amount }, env, key) => note(env, "paid", { orderId, transactionId, amount, key }),
      onProblem: ({ kind, message }, env) => note(env, "problems", { kind, message }),
      paths: Object.fromEntries(["reserve", "confirm", "cancel", "status"].map((route) => [route, `/${version}/${route}`])),
    }),
  );
  return {
    /** Any of them may bring an order on, whichever version it was reserved in. */
    sweep: checkouts[1].sweep,
    async fetch(request, env, ctx) {
      const checkout = checkouts.find((one) => one.matches(request));
      if (checkout !== undefined) return checkout.fetch(request, env, ctx);
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === "/record") return Response.json(await open(env).read(`linepay/${searchParams.get("orderId")}`));
      if (pathname !== "/scheduled") return new Response("nothing here", { status: 404 });
      await checkouts[1].scheduled({}, env, ctx);
      return new Response("swept");
    },
  };
}
