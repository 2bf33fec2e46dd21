// A merchant as small as can be: the same module runs on every runtime of the suite.
import { wreck } from "./wreck.js"; // first, so that it sees the instance being made
import { init, LinePay, legalSteps, paymentState } from "linepay-edge";
import { createCheckout } from "linepay-edge/checkout";
import { explain } from "linepay-edge/explain";
import * as validator from "linepay-edge/validate";
import { stories } from "./stories.js";

/** What onPaid and onProblem were told, by this instance. */
const told = { paid: [], problems: [] };

function linePay(env, version = "v2", more = {}) {
  return new LinePay({
    channelId: env.LINE_PAY_CHANNEL_ID,
    channelSecret: env.LINE_PAY_CHANNEL_SECRET,
    version,
    baseUrl: env.LINE_PAY_BASE_URL,
    paymentOrigin: env.LINE_PAY_BASE_URL,
    timeouts: { confirm: 1000 },
    // Browsers only: LINE Pay, like the sandbox, takes no calls from pages.
    ...(env.RELAY ? { fetch: env.RELAY, dangerouslyAllowBrowser: true } : {}),
    ...more,
  });
}

/** The same shop once for each version, each at paths of its own; v2's are the usual ones. */
const checkouts = ["v2", "v3", "v4"].map((version) => {
  const at = version === "v2" ? "/pay" : `/${version}`;
  return createCheckout({
    linePay: (env) => linePay(env, version),
    quote: async (request) => {
      const asJson = request.headers.get("content-type")?.startsWith("application/json");
      const { orderId, capture = true, payType } = asJson ? await request.json() : Object.fromEntries(await request.formData());
      const order = { orderId, amount: 360, currency: "TWD" };
      if (version === "v2")
        return { ...order, productName: "高山烏龍茶 150g", ...(capture ? {} : { capture }), ...(payType && { payType }) };
      const products = [{ name: "高山烏龍茶 150g", quantity: 1, price: 360 }];
      return { ...order, packages: [{ id: "1", amount: 360, products }], options: { payment: { capture, ...(payType && { payType }) } } };
    },
    onPaid: async (payment) => {
      if (payment.orderId.endsWith("-unregistered")) throw new Error("the shop's records cannot be reached");
      told.paid.push(payment);
    },
    onProblem: async (problem) => void told.problems.push({ ...problem, error: String(problem.error) }),
    paths: { reserve: `${at}/reserve`, confirm: `${at}/confirm`, cancel: `${at}/cancel`, status: `${at}/status` },
  });
});

const described = ({ name, code, outcome, retry, returnCode, status, message, issues, mismatch, operation }) => ({
  error: { name, code, outcome, retry, returnCode, status, message, issues, mismatch, operation },
});

/** What a test puts in LINE Pay's place. */
const ANSWERS = {
  unreachable: async () => Promise.reject(new TypeError("no route")),
  silent: () => new Promise(() => undefined),
  "bad gateway": async () => new Response("<h1>Bad gateway</h1>", { status: 502 }),
  "not LINE Pay's": async () => new Response("{}"),
  late: async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    return new Response('{"returnCode":"0000","info":{"refundTransactionId":2026050712345679999}}');
  },
  "too large": async () => new Response("x".repeat(4 * 1024 * 1024 + 1)),
};

/**
 * Calls the client and tells what came of it.
 *
 * `{ operation, arguments, version, options, answer, abort }`: `options` of the client, `answer` in the place of LINE Pay's, and
 * after how many milliseconds the caller gives up.
 */
async function call(request, env) {
  const {
    operation,
    arguments: [asked, also],
    version,
    options,
    answer,
    abort,
  } = await request.json();
  try {
    const client = linePay(env, version, { ...options, ...(answer ? { fetch: ANSWERS[answer] } : {}) });
    const signal = abort === undefined ? {} : { signal: AbortSignal.timeout(abort) };
    return Response.json({ reply: await client[operation](asked, { ...also, ...signal }) });
  } catch (error) {
    return Response.json(described(error));
  }
}

/** The instance traps in the middle of one call while others wait for their answers, and is asked again. */
async function trap(env) {
  const transactionId = "2026050712345678910";
  let answer;
  const later = new Promise((resolve) => (answer = resolve));
  const waiting = (text) => ({ fetch: () => later.then(() => new Response(text)) });
  const trapping = async () => {
    wreck();
    return new Response('{"regKey":"RK0A1B2C3D4E5F6"}');
  };
  const others = [
    linePay(env, "v2", waiting('{"returnCode":"0000","info":{"refundTransactionId":2026050712345679999}}')).refund({ transactionId }),
    linePay(env, "v2", waiting('{"returnCode":"1150","returnMessage":"-"}')).paymentCheck({ transactionId: [transactionId] }),
  ];
  const confirming = linePay(env, "v2", { fetch: trapping }).confirm({ transactionId, amount: 360, currency: "TWD" });
  const { raw, ...trapped } = await confirming.catch((error) => ({ ...described(error).error, raw: error.raw }));
  answer();
  const [refund, query] = await Promise.allSettled(others);
  const next = await linePay(env, "v3")
    .paymentCheck({ transactionId: [transactionId] })
    .catch(described);
  return Response.json({ trapped, raw, refund: refund.value ?? described(refund.reason), query: described(query.reason ?? {}), next });
}

/** What needs no network: the life of a payment out of a reply, and a code in words. */
async function judge(request) {
  const { version, sources } = await request.json();
  const payment = paymentState(version, sources);
  const own = { payment, steps: legalSteps(payment), word: explain("1172", "confirm", "zh-TW") };
  // The other module, in the same program.
  await validator.init();
  const [{ operation, text }] = sources;
  const same = validator.paymentState(version, sources);
  const verdicts = [{}, { orderId: "another" }].map((expected) => validator.validateReply(operation, version, text, { expected }));
  return Response.json({ ...own, validator: { payment: same, steps: validator.legalSteps(same), verdicts } });
}

/** A story out of a shop's own tests. */
async function play(request, env) {
  const { story, version, orderId } = await request.json();
  try {
    return Response.json(await stories[story](version, orderId, env.RELAY ? { dangerouslyAllowBrowser: true } : {}));
  } catch (error) {
    return Response.json({ error: String(error?.stack ?? error) });
  }
}

export default {
  async fetch(request, env, ctx) {
    await init();
    const { pathname } = new URL(request.url);
    if (pathname === "/call") return call(request, env);
    if (pathname === "/trap") return trap(env);
    if (pathname === "/judge") return judge(request);
    if (pathname === "/sandbox") return play(request, env);
    if (pathname === "/told") return Response.json(told);
    const checkout = checkouts.find((one) => one.matches(request)) ?? checkouts[0];
    // Handed on without its receiver, as a helper of a shop might: workerd refuses such a call.
    const torn = request.headers.has("x-torn-context") && { waitUntil: ctx?.waitUntil };
    return checkout.fetch(request, env, torn || ctx);
  },
};
