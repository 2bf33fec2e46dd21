/** The staff's orders: each act is asked about once, and then either done or said why not. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { methodName, moneyText, timeText } from "../../language";
import type { Catalogue, Product } from "../../workers/shop/catalogue";
import type { Listing, StaffOrder } from "../../workers/shop/listing";
import { type Act, outcomeText, type Result, stateText, subscriptionText } from "./act-words";
import { Beside, CompareBar, type Looked, Mark, useComparison } from "./compared";
import { itemsText } from "./items";
import type { Speech } from "./language";
import { Journal, OpenOrders } from "./open-orders";
import { Problems } from "./problems";

type Wish = { act: Act; order: StaffOrder };

export function Orders({ listing, speech, load }: { listing: Listing; speech: Speech; load: () => Promise<void> }) {
  const { words } = speech;
  const [asked, setAsked] = useState<Wish & { id: number }>();
  /** How often something was asked: one who asks again at once gets a dialog of its own. */
  const times = useRef(0);
  const [working, setWorking] = useState<Wish>();
  const [said, say] = useState<{ text: string; good: boolean }>();
  const products = useProducts();
  const looked = useComparison();
  const reload = () => Promise.all([load(), looked.again()]);
  /** The card whose button was pressed: the button may be gone afterwards. */
  const acted = useRef<HTMLElement | null>(null);

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
      say({ text: outcomeText(act, result, order.orderId, speech), good: response.ok && result.usable !== false });
    } catch {
      say({ text: words.notDone(order.orderId, stateText(order.state, speech), words.noAnswer), good: false });
    }
    await reload();
    setWorking(undefined);
  };
  useLayoutEffect(() => {
    if (working || !acted.current) return;
    if (document.activeElement === document.body) acted.current.focus();
    acted.current = null;
  }, [working]);
  /** What is unsettled is finished without another question; asking for the key's state changes nothing. */
  const press = (wish: Wish, settles: boolean, card: HTMLElement | null) => {
    if (working) return;
    acted.current = card;
    if (settles || wish.act === "check") void run(wish);
    else {
      times.current += 1;
      setAsked({ ...wish, id: times.current });
    }
  };

  return (
    <>
      <div class="head">
        <h1>
          {words.orders} <span class="badge">{words.api(listing.version)}</span>
        </h1>
        <button type="button" class="outline small" onClick={reload}>
          {words.reload}
        </button>
      </div>
      <div role="status" class="said">
        {said ? <p class={said.good ? "notice good" : "notice"}>{said.text}</p> : null}
      </div>
      <CompareBar looked={looked} speech={speech} />
      <Problems problems={listing.problems} speech={speech} />
      <OpenOrders listing={listing} looked={looked} speech={speech} load={load} />
      {listing.orders.length === 0 ? <p class="quiet">{words.noOrders}</p> : null}
      <ul class="orders">
        {listing.orders.map((order) => (
          <li key={order.transactionId}>
            <OrderCard
              order={order}
              listing={listing}
              products={products}
              working={working}
              press={press}
              looked={looked}
              load={load}
              speech={speech}
            />
          </li>
        ))}
      </ul>
      {asked ? (
        <Ask key={asked.id} wish={asked} speech={speech} yes={(amount) => run(asked, amount)} no={() => setAsked(undefined)} />
      ) : null}
    </>
  );
}

interface CardProps {
  order: StaffOrder;
  listing: Listing;
  products: readonly Product[];
  working: Wish | undefined;
  press: (wish: Wish, settles: boolean, card: HTMLElement | null) => void;
  looked: Looked;
  load: () => Promise<void>;
  speech: Speech;
}

function OrderCard({ order, listing, products, working, press, looked, load, speech }: CardProps) {
  const { words, language } = speech;
  const { subscription } = order;
  const methods = order.methods.map((method) => methodName(method, language));
  const button = (act: Act, settles = false) => {
    const busy = working?.act === act && working.order.transactionId === order.transactionId;
    const quiet = act === "void" || act === "check" || act === "end" ? "outline small" : "small";
    const text = busy ? words.working : settles ? words.refundAgain : words[act];
    return (
      <button
        key={act}
        type="button"
        class={quiet}
        aria-disabled={working !== undefined}
        aria-busy={busy}
        aria-label={words.ofOrder(text, order.orderId)}
        onClick={(event) => press({ act, order }, settles, event.currentTarget.closest("article"))}
      >
        {text}
      </button>
    );
  };
  return (
    <article class="order" tabIndex={-1} aria-label={`${words.order} ${order.orderId}`}>
      <p>
        <strong>{order.orderId}</strong> <span class={`badge ${order.state}`}>{stateText(order.state, speech)}</span>{" "}
        <Mark comparison={looked.byOrder.get(order.orderId)} speech={speech} />
        <br />
        <small>{[timeText(order.paidAt, language), order.transactionId, ...methods].join(" · ")}</small>
      </p>
      <p>{itemsText(order.lines, products, language)}</p>
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
      <Beside orderId={order.orderId} looked={looked} consoleUrl={listing.consoleUrl} load={load} speech={speech} />
      {listing.ledger !== "none" ? <Journal orderId={order.orderId} speech={speech} /> : null}
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
  // Closed, a dialog gives the focus back to the button that opened it; taken away open, it does not. Its event comes too
  // late to count on: whoever is quick has asked again by then.
  const leave = () => {
    dialog.current?.close();
    no();
  };
  if (act === "check") return null;
  const [question, note] = [words[`${act}Ask`], words[`${act}Note`]];
  return (
    <dialog
      ref={dialog}
      aria-labelledby="ask"
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
    >
      <article>
        <form
          id="act"
          onSubmit={(event) => {
            event.preventDefault();
            const wanted = amount.current?.valueAsNumber;
            leave();
            yes(wanted);
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
          <button type="button" class="outline secondary" onClick={leave}>
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

function useProducts(): readonly Product[] {
  const [products, setProducts] = useState<readonly Product[]>([]);
  useEffect(() => {
    fetch("/api/catalogue")
      .then((response) => response.json())
      .then((catalogue: Catalogue) => setProducts(catalogue.products))
      .catch(() => setProducts([]));
  }, []);
  return products;
}

/** A charge carries its number, so that pressing twice is one charge. */
function bodyOf(act: Act, order: StaffOrder, amount: number | undefined): object {
  const { transactionId, orderId } = order;
  if (act === "charge") return { orderId, number: (order.subscription?.charges ?? 0) + 1 };
  if (act === "check" || act === "end") return { orderId };
  return { transactionId, ...(amount === undefined ? {} : { amount }) };
}
