// A checkout on a core that answers as a test wants.
import { handler } from "../dist/checkout/handler.js";

export const ORIGIN = "https://shop.example.com";

export const payment = {
  key: "2026050712345678910",
  orderId: "ORD-1",
  transactionId: "2026050712345678910",
  amount: 360,
  currency: "TWD",
  payInfo: [
    { method: "CREDIT_CARD", amount: 300, maskedCreditCardNumber: "*****1234" },
    { method: "POINT", amount: 60 },
  ],
  transactionDate: "2026-05-07T03:04:05Z",
  regKey: "RK0A1B2C3D4E5F6",
};

export const reserved = {
  orderId: "ORD-1",
  transactionId: payment.transactionId,
  paymentUrl: { web: "https://sandbox-web-pay.line.me/web/payment/wait?transactionReserveId=x", app: "line://pay/payment/x" },
  statusUrl: `${ORIGIN}/pay/status?t=token`,
  setCookie: "__Host-linepay=abc; Path=/; Secure; HttpOnly; SameSite=Lax",
};

/** The checkout, what it did, and a way to ask it. */
export function shop({ verdict = { state: "unpaid", problems: [] }, reserve = () => reserved, ...options } = {}) {
  const seen = { reserves: [], visits: [], paid: [], problems: [], waits: [] };
  const core = {
    async reserve(linePay, settings, order, cookies) {
      seen.reserves.push({ linePay, settings, order, cookies });
      return reserve();
    },
    async visit(linePay, settings, visit) {
      seen.visits.push({ linePay, settings, visit });
      return typeof verdict === "function" ? verdict(visit) : verdict;
    },
  };
  const checkout = handler(core, {
    linePay: () => ({}),
    quote: () => ({ orderId: "ORD-1", amount: 360, currency: "TWD", productName: "Tea" }),
    onPaid: async (paid) => void seen.paid.push(paid),
    onProblem: (problem) => void seen.problems.push(problem),
    shopName: "Mist Hill <Tea>",
    ...options,
  });
  const ctx = { waitUntil: (promise) => void seen.waits.push(promise) };
  const ask = (path, init = {}) => checkout.fetch(new Request(new URL(path, ORIGIN), init), { env: true }, ctx);
  const post = (headers = {}, body = "{}", path = "/pay/reserve") =>
    ask(path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  return { checkout, seen, ask, post, ctx };
}
