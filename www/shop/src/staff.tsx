/** The staff's page: sign in, the paid orders, and a full refund with one question before it. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { moneyText } from "../../language";
import type { Product } from "../../workers/shop/catalogue";
import type { RefundResult, RefundState } from "../../workers/shop/refund";
import { LanguageSwitch, type Speech, useSpeech } from "./language";
import "./style.css";

interface Order {
  transactionId: string;
  orderId: string;
  amount: number;
  currency: string;
  lines: { id: string; quantity: number }[];
  methods: string[];
  paidAt: number;
  state: RefundState;
}

interface Listing {
  orders: Order[];
  problems: { at: number; text: string }[];
}

function StaffPage() {
  const speech = useSpeech((words) => `${words.staff} · ${words.shop}`);
  const { words } = speech;
  const [listing, setListing] = useState<Listing | "signed-out" | "failed">();
  const load = async () => {
    try {
      const response = await fetch("/staff/orders");
      setListing(response.status === 401 ? "signed-out" : response.ok ? await response.json() : "failed");
    } catch {
      setListing("failed");
    }
  };
  useEffect(() => void load(), []);
  const inside = listing !== undefined && typeof listing !== "string";
  return (
    <>
      <header class="container top">
        <a class="brand" href="/">
          <img src="/favicon.svg" alt="" width="36" height="36" />
          <strong>
            {words.shop} · {words.staff}
          </strong>
        </a>
        <nav>
          {inside ? (
            <form method="post" action="/staff/sign-out">
              <button type="submit" class="outline secondary small">
                {words.signOut}
              </button>
            </form>
          ) : null}
          <LanguageSwitch speech={speech} />
        </nav>
      </header>
      <main class="container">
        {listing === undefined ? <p aria-busy="true" /> : null}
        {listing === "signed-out" ? <SignIn speech={speech} /> : null}
        {listing === "failed" ? (
          <p role="alert">
            {words.noAnswer}{" "}
            <button type="button" class="small" onClick={load}>
              {words.retry}
            </button>
          </p>
        ) : null}
        {inside ? <Orders listing={listing} speech={speech} load={load} /> : null}
      </main>
    </>
  );
}

function SignIn({ speech }: { speech: Speech }) {
  const { words } = speech;
  const query = new URLSearchParams(location.search);
  const error = query.get("error");
  const problem =
    error === "password" ? words.wrongPassword : error === "wait" ? words.waitSeconds(query.get("seconds") ?? "60") : "";
  return (
    <form method="post" action="/staff/sign-in" class="sign-in">
      <h1>{words.staff}</h1>
      <label>
        {words.password}
        <input
          type="password"
          name="password"
          required
          autoComplete="current-password"
          aria-describedby="password-note"
          {...(problem ? { "aria-invalid": "true" as const } : {})}
        />
        <small id="password-note">{problem || words.passwordNote}</small>
      </label>
      <button type="submit">{words.signIn}</button>
    </form>
  );
}

function Orders({ listing, speech, load }: { listing: Listing; speech: Speech; load: () => Promise<void> }) {
  const { words, language } = speech;
  const [asked, setAsked] = useState<Order>();
  const [working, setWorking] = useState<string>();
  const [said, say] = useState<{ text: string; good: boolean }>();
  const names = useNames(language);

  const refund = async (order: Order) => {
    setAsked(undefined);
    setWorking(order.transactionId);
    say(undefined);
    try {
      const response = await fetch("/staff/refund", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ transactionId: order.transactionId }),
      });
      const result = (await response.json()) as RefundResult;
      say({ text: outcomeText(result, order, speech), good: result.state === "refunded" });
    } catch {
      say({ text: words.refundOpen(order.orderId, words.noAnswer), good: false });
    }
    setWorking(undefined);
    await load();
  };

  return (
    <>
      <div class="head">
        <h1>{words.orders}</h1>
        <button type="button" class="outline small" onClick={load}>
          {words.reload}
        </button>
      </div>
      <div role="status">{said ? <p class={said.good ? "notice good" : "notice"}>{said.text}</p> : null}</div>
      {listing.orders.length === 0 ? <p class="quiet">{words.noOrders}</p> : null}
      <ul class="orders">
        {listing.orders.map((order) => (
          <li key={order.transactionId}>
            <article class="order">
              <p>
                <strong>{order.orderId}</strong> <span class={`badge ${order.state}`}>{stateText(order.state, speech)}</span>
                <br />
                <small>
                  {new Date(order.paidAt).toLocaleString(language === "en" ? "en-GB" : "zh-TW")} · {order.transactionId} ·{" "}
                  {order.methods.join(", ")}
                </small>
              </p>
              <p>{order.lines.map((line) => `${names.get(line.id) ?? line.id} × ${line.quantity}`).join(language === "en" ? ", " : "、")}</p>
              <p class="sum">
                <strong>{moneyText(order.amount, order.currency, language)}</strong>
              </p>
              <p>
                {order.state === "refunded" ? null : (
                  <button
                    type="button"
                    class="small"
                    disabled={working !== undefined}
                    aria-busy={working === order.transactionId}
                    onClick={() => (order.state === "paid" ? setAsked(order) : refund(order))}
                  >
                    {working === order.transactionId ? words.refunding : order.state === "paid" ? words.refund : words.refundAgain}
                  </button>
                )}
              </p>
            </article>
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
      {asked ? <Ask order={asked} speech={speech} yes={() => refund(asked)} no={() => setAsked(undefined)} /> : null}
    </>
  );
}

function Ask({ order, speech, yes, no }: { order: Order; speech: Speech; yes: () => void; no: () => void }) {
  const { words, language } = speech;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="ask" onClose={no}>
      <article>
        <h2 id="ask">{words.refundAsk(order.orderId, moneyText(order.amount, order.currency, language))}</h2>
        <p>{words.refundNote}</p>
        <footer>
          <button type="button" class="secondary" onClick={no}>
            {words.keep}
          </button>
          <button type="button" onClick={yes}>
            {words.refund}
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

function stateText(state: RefundState, { words }: Speech): string {
  return { paid: words.statePaid, refunding: words.stateRefunding, refunded: words.stateRefunded }[state];
}

function outcomeText(result: RefundResult, order: Order, { words }: Speech): string {
  const reason = result.reason ?? words.noAnswer;
  if (result.state === "refunded") return words.refundDone(order.orderId);
  if (result.state === "refunding") return words.refundOpen(order.orderId, reason);
  return words.refundFailed(order.orderId, reason);
}

const page = document.getElementById("page");
if (page) render(<StaffPage />, page);
