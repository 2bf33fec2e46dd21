// A merchant as small as can be: the same module runs on every runtime of the suite.
import { LinePay } from "linepay-edge";
import { createCheckout } from "linepay-edge/checkout";

/** What onPaid and onProblem were told, by this instance. */
const told = { paid: [], problems: [] };

function linePay(env) {
  return new LinePay({
    channelId: env.LINE_PAY_CHANNEL_ID,
    channelSecret: env.LINE_PAY_CHANNEL_SECRET,
    version: "v2",
    baseUrl: env.LINE_PAY_BASE_URL,
    paymentOrigin: env.LINE_PAY_BASE_URL,
    timeouts: { confirm: 2000 },
  });
}

const checkout = createCheckout({
  linePay,
  quote: async (request) => {
    const { orderId } = await request.json();
    return { orderId, amount: 360, currency: "TWD", productName: "高山烏龍茶 150g" };
  },
  onPaid: async (payment) => void told.paid.push(payment),
  onProblem: async (problem) => void told.problems.push({ kind: problem.kind, asked: problem.asked, got: problem.got }),
});

/** `POST /call` with `{ operation, arguments }` calls the client and tells what came of it. */
async function call(request, env) {
  const { operation, arguments: given } = await request.json();
  try {
    return Response.json({ reply: await linePay(env)[operation](...given) });
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
    return checkout.fetch(request, env, ctx);
  },
};
