import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Catalogue, Product } from "../../workers/shop/catalogue";
import type { TraceView } from "../../workers/shop/trace";
import { type Basket, changed, isQuantity, settleOnce, useBasket, without } from "./basket";
import { Checkout } from "./checkout";
import { Diagram } from "./diagram";
import { itemsText } from "./items";
import { moneyText, timeText } from "../../language";
import { LanguageSwitch, type Speech, useSpeech } from "./language";
import { Products } from "./products";
import "./style.css";
import "./shop.css";
import { useTrace } from "./trace";

function Shop() {
  const speech = useSpeech((words) => words.shop);
  const { words, language } = speech;
  const [catalogue, setCatalogue] = useState<Catalogue | "failed">();
  const [basket, update] = useBasket();
  const [said, say] = useState("");
  const view = useTrace(0);

  const load = () => {
    setCatalogue(undefined);
    fetch("/api/catalogue")
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
      .then(setCatalogue, () => setCatalogue("failed"));
  };
  useEffect(load, []);
  const retry = () => {
    load();
    // The pressed button goes at once.
    document.getElementById("products")?.focus();
  };
  const state = view?.order?.state;
  useEffect(() => {
    const order = view?.order;
    if (order && ["authorized", "paid", "refunded", "voided"].includes(order.state) && settleOnce(order.orderId)) {
      update((held) => without(held, order.lines));
    }
  }, [view?.purchase, state]);

  const known = catalogue && catalogue !== "failed" ? catalogue : undefined;
  const set = (product: Product, quantity: number) => {
    const most = known?.mostOfOne ?? 1;
    update((held: Basket) => changed(held, product.id, quantity, most));
    say(isQuantity(quantity) ? words.added(product.name[language], Math.min(quantity, most)) : words.badQuantity(most));
  };
  const count = Object.values(basket).reduce((sum, quantity) => sum + quantity, 0);

  return (
    <>
      <a class="skip" href="#products">
        {words.skip}
      </a>
      <header class="container top">
        <div class="brand">
          <img src="/favicon.svg" alt="" width="44" height="44" />
          <div>
            <h1>
              <a href="/">{words.shop}</a>
            </h1>
            <small>{words.motto}</small>
          </div>
        </div>
        <nav aria-label={words.shop}>
          <a href="#basket">
            {words.basket} <span class="badge">{count}</span>
          </a>
          <LanguageSwitch speech={speech} />
        </nav>
      </header>
      <main class="container shop">
        <div class="goods" id="products" tabIndex={-1}>
          <Notice speech={speech} order={view && recent(view) ? view.order : null} products={known?.products ?? []} />
          {catalogue === "failed" ? (
            <p role="alert">
              {words.noCatalogue}{" "}
              <button type="button" class="small" onClick={retry}>
                {words.retry}
              </button>
            </p>
          ) : (
            <Products products={known?.products} basket={basket} currency={known?.currency ?? "TWD"} speech={speech} set={set} />
          )}
        </div>
        <aside>
          <Checkout catalogue={known} basket={basket} speech={speech} set={set} />
          <article class="panel">
            <details open>
              <summary>
                <h2>{words.flow}</h2>
              </summary>
              <Diagram view={view} speech={speech} />
              <p class="quiet">
                <a href="/flow" target="_blank" rel="noopener">
                  {words.flowWindow}
                </a>
              </p>
            </details>
          </article>
        </aside>
      </main>
      <footer class="container">
        <small>{words.demo}</small>
        <small>
          <a href="/validate">{words.validate}</a> · <a href="/staff">{words.staff}</a>
        </small>
      </footer>
      <p class="unseen" aria-live="polite">
        {said}
      </p>
    </>
  );
}

/** A purchase of today's visit, not one from days ago. */
function recent(view: TraceView): boolean {
  return Date.now() - (view.steps[0]?.at ?? 0) < 3_600_000;
}

/** How the newest purchase ended, or why a basket was sent back. */
function Notice({ speech, order, products }: { speech: Speech; order: TraceView["order"]; products: readonly Product[] }) {
  const { words, language } = speech;
  if (new URLSearchParams(location.search).has("basket")) {
    return (
      <p class="notice bad" role="alert">
        {words.badBasket}
      </p>
    );
  }
  const state = order?.state;
  if (!order || !(state === "authorized" || state === "paid" || state === "refunded" || state === "voided" || state === "cancelled"))
    return null;
  return (
    <div class={state === "cancelled" || state === "voided" ? "notice" : "notice good"} role="status">
      <p>{words[state](order.orderId)}</p>
      <p class="quiet">
        {timeText(order.at, language)} · {itemsText(order.lines, products, language)} · {moneyText(order.amount, order.currency, language)}
      </p>
    </div>
  );
}

const page = document.getElementById("page");
if (page) render(<Shop />, page);
