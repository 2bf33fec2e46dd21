// As programs.ts, for a shop's tests.
import { LinePay, type ReserveRequest } from "linepay-edge";
import { createSandbox, SandboxControl, SandboxError, type Sandbox, type SandboxFault, type SandboxPayment } from "linepay-sandbox";

const keys = { channelId: "1234567890", channelSecret: "0123456789abcdef0123456789abcdef" };
const order: ReserveRequest<"v3"> = {
  orderId: "ORD-1",
  amount: 100,
  currency: "TWD",
  packages: [{ id: "1", amount: 100, products: [{ name: "Pen", quantity: 2, price: 50 }] }],
  redirectUrls: { confirmUrl: "https://shop.example.com/paid", cancelUrl: "https://shop.example.com/cart" },
};

export async function inTests(): Promise<Sandbox> {
  const sandbox = await createSandbox({
    ...keys,
    settings: { confirmRepeated: "1152", paymentProvider: null },
    allow: ["203.0.113.0/24"],
    now: () => 0,
    onCallback: (url) => url.length,
    onFeeInquiry: (url, body) => ({ url, body }),
  });
  const linePay = new LinePay({ ...keys, version: "v3", baseUrl: sandbox.baseUrl, fetch: sandbox.fetch });
  const { transactionId } = await linePay.reserve(order);
  const { redirectUrl }: SandboxPayment = await sandbox.approve(transactionId, { method: "BALANCE" });
  if (redirectUrl !== null) await sandbox.fetch(new Request(redirectUrl));
  const faults: SandboxFault[] = [
    { operation: "confirm", when: "after", kind: "hang", seconds: 5 },
    { operation: "refund", kind: "code", code: "9000", times: 2 },
    { operation: "confirm", kind: "late", seconds: 90 },
    { operation: "refund", kind: "twice" },
    { operation: "paymentCheck", kind: "stale", calls: 2, times: 3 },
  ];
  for (const fault of faults) await sandbox.arm(fault);
  const at: Date = await sandbox.advance(1000);
  const elsewhere: SandboxControl = new SandboxControl("http://127.0.0.1:8788", sandbox.fetch);
  await elsewhere.set({ oneTimeKeys: [at.toISOString()] });
  const [call] = await sandbox.calls();
  if (call?.operation === "confirm" && call.note !== null) throw new SandboxError(call.note + call.notes.join());
  // @ts-expect-error a secret is required
  await createSandbox({ channelId: "1" });
  // @ts-expect-error no such setting
  await createSandbox({ ...keys, settings: { confirmRepeatd: "1152" } });
  // @ts-expect-error only an answer that hangs takes time
  await sandbox.arm({ operation: "confirm", kind: "drop", seconds: 5 });
  // @ts-expect-error a code is needed
  await sandbox.arm({ operation: "confirm", kind: "code" });
  // @ts-expect-error a query has no effect that could come late
  await sandbox.arm({ operation: "paymentCheck", kind: "late" });
  // @ts-expect-error only queries answer with what was
  await sandbox.arm({ operation: "confirm", kind: "stale" });
  // @ts-expect-error one or the other
  await sandbox.arm({ operation: "paymentCheck", kind: "stale", calls: 1, seconds: 1 });
  await sandbox.approve(2026050712345678910n);
  // @ts-expect-error ids are text
  // biome-ignore lint/correctness/noPrecisionLoss: which is why it is refused
  await sandbox.approve(2026050712345678910);
  return sandbox;
}
