import { moneyText } from "../../language";
import type { Product } from "../../workers/shop/catalogue";
import type { Basket } from "./basket";
import type { Speech } from "./language";

export interface ProductsProps {
  products: readonly Product[] | undefined;
  basket: Basket;
  currency: string;
  speech: Speech;
  set: (product: Product, quantity: number) => void;
}

export function Products({ products, basket, currency, speech, set }: ProductsProps) {
  const { words } = speech;
  if (!products) return <p aria-busy="true" />;
  return (
    <>
      {(["tea", "ware"] as const).map((kind) => (
        <section key={kind} aria-labelledby={kind}>
          <h2 id={kind}>{kind === "tea" ? words.teas : words.wares}</h2>
          <ul class="grid-of-goods">
            {products
              .filter((product) => product.kind === kind)
              .map((product) => (
                <li key={product.id}>
                  <Card product={product} held={basket[product.id] ?? 0} currency={currency} speech={speech} set={set} />
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

interface CardProps {
  product: Product;
  held: number;
  currency: string;
  speech: Speech;
  set: (product: Product, quantity: number) => void;
}

function Card({ product, held, currency, speech, set }: CardProps) {
  const { words, language } = speech;
  const name = product.name[language];
  return (
    <article class="card">
      <img src={product.image} alt="" width="320" height="240" loading="lazy" />
      <h3>{name}</h3>
      <p class="quiet">{product.unit[language]}</p>
      <p>{product.note[language]}</p>
      <footer>
        <strong>{moneyText(product.price, currency, language)}</strong>
        <span class="put">
          <button type="button" class="small" aria-label={words.addLabel(name)} onClick={() => set(product, held + 1)}>
            {words.add}
          </button>
          {held > 0 ? (
            <span class="badge">
              <span class="unseen">{words.held} </span>
              {held}
            </span>
          ) : null}
        </span>
      </footer>
    </article>
  );
}
