/** The staff's orders: each act is asked about once, and then either done or said why not. */
import { useEffect, useRef, useState } from "preact/hooks";
import { moneyText } from "../../language";
import type { PaymentState } from "../../workers/shop/acts";
import type { Product } from "../../workers/shop/catalogue";
import type { SubscriptionState } from "../../workers/shop/subscriptions";
import type { Speech } from "./language";

export interface Order {
  transactionId: string;
  orderId: string;
  amount: number;
  currency: string;
  lines: { id: string; quantity: number }[];
  methods: string[];
  paidAt: number;
  state: PaymentState;
  subscription: { state: SubscriptionState; charges: number } | null;
}

export interface Listing {
  orders: Order[];
  problems: { at: number; text: string }[];
  version: string;
}

type Act = "capture" | "void" | "refund" | "charge" | "check" | "end";
type Wish = { act: Act; order: Order };

/** What the worker answers to any act. */
interface Result {
  state: string;
  charges?: number;
  usable?: boolean;
  reason?: string;
}

export function Orders({ listing, speech, load }: { listing: Listing; speech: Speech; load: () => Promise<void> }) {
  const { words } = speech;
  const [asked, setAsked] = useState<Wish>();
  const [working, setWorking] = useState<Wish>();
  const [said, say] = useState<{ text: string; good: boolean }>();
  const names = useNames(speech.language);

  const run = async ({ act, order }: Wish, amount?: number) => {
    setAsked(undefined);
    setWorking({ act, order });
    say(undefined);
    try {
      const response = await fetch(`/staff/${act}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(bodyOf(act, order, amount)),
      });
      const result = (await response.json()) as Result;
      say({ text: outcomeText(act, result, order, speech), good: response.ok && result.usable !== false });
    } catch {
      say({ text: words.notDone(order.orderId, stateText(order.state, speech), words.noAnswer), good: false });
    }
    setWorking(undefined);
    await load();
  };
  /** What is unsettled is finished without another question; asking for the key's state changes nothing. */
  const press = (wish: Wish, settles: boolean) => (settles || wish.act === "check" ? void run(wish) : setAsked(wish));

  return (
    <>
      <div class="head">
        <h1>
          {words.orders} <span class="badge">{words.api(listing.version)}</span>
        </h1>
        <button type="button" class="outline small" onClick={load}>
          {words.reload}
        </button>
      </div>
      <div role="status">{said ? <p class={said.good ? "notice good" : "notice"}>{said.text}</p> : null}</div>
      {listing.orders.length === 0 ? <p class="quiet">{words.noOrders}</p> : null}
      <ul class="orders">
        {listing.orders.map((order) => (
          <li key={order.transactionId}>
            <OrderCard order={order} names={names} working={working} press={press} speech={speech} />
          </li>
        ))}
      </ul>
      {listing.problems.length > 0 ? (
        <section>
          <h2>{words.attention}</h2>
          {listing.problems.map((problem) => (
            <pre key={problem.text} tabIndex={0}>
              {problem.text}
            </pre>
          ))}
        </section>
      ) : null}
      {asked ? <Ask wish={asked} speech={speech} yes={(amount) => run(asked, amount)} no={() => setAsked(undefined)} /> : null}
    </>
  );
}

interface CardProps {
  order: Order;
  names: Map<string, string>;
  working: Wish | undefined;
  press: (wish: Wish, settles: boolean) => void;
  speech: Speech;
}

function OrderCard({ order, names, working, press, speech }: CardProps) {
  const { words, language } = speech;
  const { subscription } = order;
  const paidAt = new Date(order.paidAt).toLocaleString(language === "en" ? "en-GB" : "zh-TW");
  const button = (act: Act, settles = false) => {
    const busy = working?.act === act && working.order.transactionId === order.transactionId;
    const quiet = act === "void" || act === "check" || act === "end" ? "outline small" : "small";
    return (
      <button
        key={act}
        type="button"
        class={quiet}
        disabled={working !== undefined}
        aria-busy={busy}
        onClick={() => press({ act, order }, settles)}
      >
        {busy ? words.working : settles ? words.refundAgain : words[act]}
      </button>
    );
  };
  return (
    <article class="order">
      <p>
        <strong>{order.orderId}</strong> <span class={`badge ${order.state}`}>{stateText(order.state, speech)}</span>
        <br />
        <small>{[paidAt, order.transactionId, ...order.methods].join(" · ")}</small>
      </p>
      <p>{order.lines.map((line) => `${names.get(line.id) ?? line.id} × ${line.quantity}`).join(language === "en" ? ", " : "、")}</p>
      <p class="sum">
        <strong>{moneyText(order.amount, order.currency, language)}</strong>
      </p>
      <div class="acts">
        {order.state === "authorized" ? [button("capture"), button("void")] : null}
        {order.state === "capturing" ? button("capture", true) : null}
        {order.state === "voiding" ? button("void", true) : null}
        {order.state === "paid" ? button("refund") : null}
        {order.state === "refunding" ? button("refund", true) : null}
      </div>
      {subscription?.state === "no-key" ? <p class="subscribed notice">{words.noKey}</p> : null}
      {subscription && subscription.state !== "no-key" ? (
        <div class="subscribed">
          <p>{words.subscription(subscriptionText(subscription.state, speech), subscription.charges)}</p>
          {subscription.state === "ended" ? null : (
            <div class="acts">
              {subscription.state === "active" ? [button("charge"), button("check"), button("end")] : null}
              {subscription.state === "charging" ? button("charge", true) : null}
              {subscription.state === "ending" ? button("end", true) : null}
            </div>
          )}
        </div>
      ) : null}
    </article>
  );
}

interface AskProps {
  wish: Wish;
  speech: Speech;
  yes: (amount?: number) => void;
  no: () => void;
}

function Ask({ wish: { act, order }, speech, yes, no }: AskProps) {
  const { words, language } = speech;
  const dialog = useRef<HTMLDialogElement>(null);
  const amount = useRef<HTMLInputElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  if (act === "check") return null;
  const [question, note] = [words[`${act}Ask`], words[`${act}Note`]];
  return (
    <dialog ref={dialog} aria-labelledby="ask" onClose={no}>
      <article>
        <form
          id="act"
          onSubmit={(event) => {
            event.preventDefault();
            yes(amount.current?.valueAsNumber);
          }}
        >
          <h2 id="ask">{question(order.orderId, moneyText(order.amount, order.currency, language))}</h2>
          <p>{note}</p>
          {act === "capture" ? (
            <label>
              {words.captureAmount}
              <input ref={amount} type="number" min={1} max={order.amount} step={1} required defaultValue={String(order.amount)} />
            </label>
          ) : null}
        </form>
        <footer>
          <button type="button" class="outline secondary" onClick={no}>
            {words.keep}
          </button>
          <button type="submit" form="act">
            {words[act]}
          </button>
        </footer>
      </article>
    </dialog>
  );
}

function useNames(language: Speech["language"]): Map<string, string> {
  const [products, setProducts] = useState<Product[]>([]);
  useEffect(() => {
    fetch("/api/catalogue")
      .then((response) => response.json())
      .then((catalogue: { products: Product[] }) => setProducts(catalogue.products))
      .catch(() => setProducts([]));
  }, []);
  return new Map(products.map((product) => [product.id, product.name[language]]));
}

/** A charge carries its number, so that pressing twice is one charge. */
function bodyOf(act: Act, order: Order, amount: number | undefined): object {
  const { transactionId, orderId } = order;
  if (act === "charge") return { orderId, number: (order.subscription?.charges ?? 0) + 1 };
  if (act === "check" || act === "end") return { orderId };
  return { transactionId, ...(amount === undefined ? {} : { amount }) };
}

function stateText(state: PaymentState, { words }: Speech): string {
  return {
    authorized: words.stateAuthorized,
    capturing: words.stateCapturing,
    voiding: words.stateVoiding,
    voided: words.stateVoided,
    lapsed: words.stateLapsed,
    paid: words.statePaid,
    refunding: words.stateRefunding,
    refunded: words.stateRefunded,
  }[state];
}

function subscriptionText(state: Exclude<SubscriptionState, "no-key">, { words }: Speech): string {
  return {
    active: words.subscriptionActive,
    charging: words.subscriptionCharging,
    ending: words.subscriptionEnding,
    ended: words.subscriptionEnded,
  }[state];
}

function outcomeText(act: Act, result: Result, order: Order, speech: Speech): string {
  const { words } = speech;
  const { orderId } = order;
  if (act === "check") {
    return result.usable ? words.keyUsable(orderId) : words.keyUseless(orderId, result.reason ?? words.noAnswer);
  }
  const known = ["charge", "end"].includes(act)
    ? words.subscription(subscriptionText(result.state as Exclude<SubscriptionState, "no-key">, speech), result.charges ?? 0)
    : stateText(result.state as PaymentState, speech);
  const state = known ?? words.noAnswer;
  return result.reason === undefined ? words.done(orderId, state) : words.notDone(orderId, state, result.reason);
}
