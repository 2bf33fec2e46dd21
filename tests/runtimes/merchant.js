// A merchant as small as can be: the same module runs on every runtime of the suite.
import { LinePay } from "linepay-edge";
import { createCheckout } from "linepay-edge/checkout";

/** What onPaid and onProblem were told, by this instance. */
const told = { paid: [], problems: [] };

function linePay(env, version = "v2") {
  return new LinePay({
    channelId: env.LINE_PAY_CHANNEL_ID,
    channelSecret: env.LINE_PAY_CHANNEL_SECRET,
    version,
    baseUrl: env.LINE_PAY_BASE_URL,
    paymentOrigin: env.LINE_PAY_BASE_URL,
    timeouts: { confirm: 2000 },
  });
}

/** The same shop once for each version, each at paths of its own; v2's are the usual ones. */
const checkouts = ["v2", "v3", "v4"].map((version) => {
  const at = version === "v2" ? "/pay" : `/${version}`;
  return createCheckout({
    linePay: (env) => linePay(env, version),
    quote: async (request) => {
      const { orderId, capture = true, payType } = await request.json();
      const order = { orderId, amount: 360, currency: "TWD" };
      if (version === "v2") return { ...order, productName: "高山烏龍茶 150g", ...(capture ? {} : { capture }), ...(payType && { payType }) };
      const products = [{ name: "高山烏龍茶 150g", quantity: 1, price: 360 }];
      return { ...order, packages: [{ id: "1", amount: 360, products }], options: { payment: { capture, ...(payType && { payType }) } } };
    },
    onPaid: async (payment) => void told.paid.push(payment),
    onProblem: async (problem) => void told.problems.push({ ...problem, error: String(problem.error) }),
    paths: { reserve: `${at}/reserve`, confirm: `${at}/confirm`, cancel: `${at}/cancel`, status: `${at}/status` },
  });
});

/** `POST /call` with `{ operation, arguments, version }` calls the client and tells what came of it. */
async function call(request, env) {
  const { operation, arguments: given, version } = await request.json();
  try {
    return Response.json({ reply: await linePay(env, version)[operation](...given) });
  } catch (error) {
    const { name, code, outcome, returnCode, message, issues, mismatch } = error;
    return Response.json({ error: { name, code, outcome, returnCode, message, issues, mismatch } });
  }
}

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (pathname === "/call") return call(request, env);
    if (pathname === "/told") return Response.json(told);
    const checkout = checkouts.find((one) => one.matches(request)) ?? checkouts[0];
    return checkout.fetch(request, env, ctx);
  },
};
