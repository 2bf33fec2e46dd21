/** The shop's checkout: what happens to an order, whoever brings it on. */
import { type Checkout, type CheckoutOptions, type CheckoutProblem, createCheckout } from "linepay-edge/checkout";
import { type Env, linePayOf, storeOf } from "./bindings";
import { ledgerOf } from "./ledger";
import { Recorder } from "./recorder";
import { type Step, stepOf, subjectOf } from "./trace";

const shopName = "山霧茶舖 Mist Hill Tea";

/** Made for each request, so that the diagram gets its steps. Without `quote` it brings on what there is. */
export function checkoutOf(env: Env, recorder: Recorder, quote?: CheckoutOptions<Env>["quote"]): Checkout<Env> {
  const store = storeOf(env);
  const ledger = ledgerOf(env);
  const kept: Partial<CheckoutOptions<Env>> =
    (ledger && {
      ledger,
      onCaptured: async ({ transactionId, amount }) => void (await store.settled(transactionId, { state: "paid", amount })),
      onRefunded: async ({ transactionId, amount, refunded = 0 }) =>
        void (await store.settled(transactionId, { state: refunded >= amount ? "refunded" : "paid" })),
      onReleased: async ({ transactionId }) => void (await store.settled(transactionId, { state: "voided" })),
    }) ||
    {};
  return createCheckout<Env>({
    shopName,
    linePay: () => linePayOf(env, (event) => recorder.add(stepOf(event, Date.now()), subjectOf(event))),
    quote: quote ?? (() => new Response(null, { status: 404 })),
    onPaid: async ({ key, orderId, amount, currency, captured, payInfo, regKey }) => {
      await store.paid({ key, orderId, amount, currency, captured, payInfo, regKey });
      recorder.add(note(captured ? "recorded" : "recordedAuthorized", orderId, "good"), { orderId });
    },
    onProblem: async (problem) => {
      recorder.add(note("problem", problem.kind, "bad"));
      await store.problem(problemText(problem));
    },
    ...kept,
  });
}

/** Brings one order on, by its key in the ledger, and tells the diagram if something came of it. */
export async function sweep(key: string, env: Env): Promise<void> {
  const orderId = key.replace(/^linepay\//, "");
  const steps: Step[] = [];
  const recorder = new Recorder({ orderId }, async (_, more) => void steps.push(...more));
  try {
    await checkoutOf(env, recorder).sweep(key, env);
  } finally {
    await recorder.finish();
    if (steps.some(({ meaning }) => !meaning.startsWith("statusCheck"))) {
      await storeOf(env).record({ orderId }, [note("swept", orderId, "plain"), ...steps]);
    }
  }
}

/** Brings on what is due, where no alarm does. */
export async function sweepDue(env: Env): Promise<void> {
  const due = await ledgerOf(env)?.due(Date.now(), 100);
  for (const key of due ?? []) await sweep(key, env).catch((error: unknown) => console.error(`${key} could not be brought on`, error));
}

/** What staff read about a problem. */
function problemText(problem: CheckoutProblem): string {
  const { kind, message, error } = problem;
  const { operation, returnCode, outcome } = (error ?? {}) as { operation?: unknown; returnCode?: unknown; outcome?: unknown };
  const more = error instanceof Error && !message.includes(error.message) ? { error: error.message } : {};
  // Named one by one: a problem may also hold a payment with its regKey.
  const { asked, got, extras } = problem as { asked?: unknown; got?: unknown; extras?: unknown };
  return JSON.stringify({ kind, message, asked, got, extras, ...more, operation, returnCode, outcome }, null, 2);
}

function note(meaning: string, label: string, mood: Step["mood"]): Step {
  return { at: Date.now(), from: "merchant", to: "merchant", kind: "note", label, meaning, mood };
}
