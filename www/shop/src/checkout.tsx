/** The basket and the pay form. The form is plain HTML: it posts ids and quantities and follows the 303. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { moneyText } from "../../language";
import type { Way } from "../../workers/shop/quote";
import type { Catalogue, Product } from "../../workers/shop/catalogue";
import { type Basket, isQuantity } from "./basket";
import type { Speech } from "./language";

interface CheckoutProps {
  catalogue: Catalogue | undefined;
  basket: Basket;
  speech: Speech;
  set: (product: Product, quantity: number) => void;
}

export function Checkout({ catalogue, basket, speech, set }: CheckoutProps) {
  const { words, language } = speech;
  const [leaving, setLeaving] = useState(false);
  const [way, setWay] = useState<Way>("now");
  const panel = useRef<HTMLElement>(null);
  const removed = useRef(false);
  useEffect(() => {
    // Back from the payment page by the browser's button: the page may come from its cache, still "leaving".
    const shown = () => setLeaving(false);
    addEventListener("pageshow", shown);
    return () => removeEventListener("pageshow", shown);
  }, []);

  const lines = (catalogue?.products ?? [])
    .map((product) => ({ product, quantity: basket[product.id] ?? 0 }))
    .filter((line) => line.quantity > 0);
  useLayoutEffect(() => {
    // The button that took a line out went with it.
    if (removed.current) panel.current?.focus();
    removed.current = false;
  }, [lines.length]);
  const change = (product: Product, quantity: number) => {
    removed.current = quantity === 0;
    set(product, quantity);
  };
  const currency = catalogue?.currency ?? "TWD";
  const money = (amount: number) => moneyText(amount, currency, language);
  const total = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);

  return (
    <article class="panel" id="basket" tabIndex={-1} ref={panel} aria-labelledby="basket-title">
      <h2 id="basket-title">{words.basket}</h2>
      {lines.length === 0 ? (
        <p class="quiet">{words.basketEmpty}</p>
      ) : (
        <>
          <ul class="lines">
            {lines.map((line) => (
              <Line key={line.product.id} {...line} most={catalogue?.mostOfOne ?? 1} money={money} speech={speech} set={change} />
            ))}
          </ul>
          <p class="total">
            <span>{words.total}</span>
            <strong>{money(total)}</strong>
          </p>
          <form
            method="post"
            action="/pay/reserve"
            onSubmit={(event) => {
              if (leaving) event.preventDefault();
              setLeaving(true);
            }}
          >
            {lines.map(({ product, quantity }) => (
              <input key={product.id} type="hidden" name="item" value={`${product.id}:${quantity}`} />
            ))}
            <input type="hidden" name="lang" value={language} />
            <fieldset>
              <legend>{words.method}</legend>
              {waysOf(words).map(([value, name, note]) => (
                <label key={value} class="way">
                  <input type="radio" name="way" value={value} checked={way === value} onChange={() => setWay(value)} />
                  <span>
                    {name}
                    <small>{note}</small>
                  </span>
                </label>
              ))}
              <small>{words.linePayNote}</small>
            </fieldset>
            <button type="submit" aria-busy={leaving} aria-disabled={leaving}>
              {leaving ? words.leaving : words.pay(money(total))}
            </button>
          </form>
        </>
      )}
    </article>
  );
}

function waysOf(words: Speech["words"]): [Way, string, string][] {
  return [
    ["now", words.wayNow, words.wayNowNote],
    ["shipped", words.wayShipped, words.wayShippedNote],
    ["monthly", words.wayMonthly, words.wayMonthlyNote],
  ];
}

interface LineProps {
  product: Product;
  quantity: number;
  most: number;
  money: (amount: number) => string;
  speech: Speech;
  set: (product: Product, quantity: number) => void;
}

function Line({ product, quantity, most, money, speech, set }: LineProps) {
  const { words, language } = speech;
  const name = product.name[language];
  return (
    <li>
      <img src={product.image} alt="" width="64" height="48" />
      <span class="name">{name}</span>
      <span class="sum">{money(product.price * quantity)}</span>
      <span class="quantity">
        <button type="button" class="outline small" aria-label={words.fewer(name)} onClick={() => set(product, quantity - 1)}>
          −
        </button>
        <input
          type="number"
          min={0}
          max={most}
          value={quantity}
          aria-label={words.quantityOf(name)}
          onChange={(event) => {
            const wanted = event.currentTarget.valueAsNumber;
            event.currentTarget.value = String(isQuantity(wanted) ? Math.min(wanted, most) : quantity);
            set(product, wanted);
          }}
        />
        <button
          type="button"
          class="outline small"
          aria-disabled={quantity >= most}
          aria-label={words.more(name)}
          onClick={() => quantity < most && set(product, quantity + 1)}
        >
          +
        </button>
        <button type="button" class="outline secondary small" aria-label={words.remove(name)} onClick={() => set(product, 0)}>
          ×
        </button>
      </span>
    </li>
  );
}
