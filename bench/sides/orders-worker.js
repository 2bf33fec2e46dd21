// A whole checkout on workerd, over Durable Objects or without a ledger, as LEDGER says; and how often it went to the store meanwhile.
import { LinePay } from "linepay-edge";
import { createCheckout } from "linepay-edge/checkout";
import { durableObject, durableObjectLedger } from "linepay-edge/ledger/durable-object";

/** Calls of the ledger and of its objects, by name, since they were asked for last. */
let counts = {};
/** How many of its writes were answered: only those can an answer have waited for. */
let written = 0;
const count = (name) => (counts[name] = (counts[name] ?? 0) + 1);

/** The same namespace, with its objects' calls counted: those of the order and those of the index. */
const counted = (namespace) => ({
  idFromName: (name) => namespace.idFromName(name),
  get: (id) => {
    const stub = namespace.get(id);
    return {
      fetch: async (url, init) => {
        const call = new URL(url).pathname.slice(1);
        count(call);
        const answer = await stub.fetch(url, init);
        if (call === "write") written += 1;
        return answer;
      },
    };
  },
});

let linePay;
const settings = {
  linePay: (env) =>
    (linePay ??= new LinePay({
      channelId: env.CHANNEL_ID,
      channelSecret: env.CHANNEL_SECRET,
      version: "v3",
      baseUrl: env.LINE_PAY_URL,
    })),
  quote: async (request) => ({
    orderId: (await request.json()).orderId,
    amount: 360,
    currency: "TWD",
    packages: [{ id: "1", amount: 360, products: [{ name: "高山烏龍茶 150g", quantity: 1, price: 360 }] }],
  }),
  onPaid: async () => undefined,
};
const without = createCheckout(settings);
const over = createCheckout({ ...settings, ledger: (env) => durableObjectLedger(counted(env.LINE_PAY_ORDERS)) });

export const LinePayOrders = durableObject({ namespace: (env) => counted(env.LINE_PAY_ORDERS), onWake: over.sweep });

export default {
  async fetch(request, env, ctx) {
    if (request.url.endsWith("/counts")) {
      const told = counts;
      counts = {};
      written = 0;
      return Response.json(told);
    }
    const answer = await (env.LEDGER === "objects" ? over : without).fetch(request, env, ctx);
    counts.before = written;
    return answer;
  },
};
