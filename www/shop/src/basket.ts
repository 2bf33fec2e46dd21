/** The basket in the browser: ids and quantities, kept in localStorage and shared by the shop's tabs. */
import { useEffect, useState } from "preact/hooks";

export type Basket = Record<string, number>;

const key = "basket";
const settledKey = "settled";

/** Whether a quantity says how many: a field that was cleared, `0.5` and `-3` do not. */
export const isQuantity = (quantity: number): boolean => Number.isInteger(quantity) && quantity >= 0;

/** Sets one quantity, at most `most`; 0 takes the product out, and what is no quantity changes nothing. */
export function changed(basket: Basket, id: string, quantity: number, most: number): Basket {
  if (!isQuantity(quantity)) return basket;
  const { [id]: _, ...others } = basket;
  return quantity === 0 ? others : { ...basket, [id]: Math.min(quantity, most) };
}

/** What stays in the basket after these lines were bought. */
export function without(basket: Basket, lines: readonly { id: string; quantity: number }[]): Basket {
  let left = basket;
  for (const { id, quantity } of lines) {
    const held = left[id];
    if (held !== undefined) left = changed(left, id, Math.max(held - quantity, 0), Number.MAX_SAFE_INTEGER);
  }
  return left;
}

/** Reads a stored basket; anything that is not a positive whole number is left out. */
export function readBasket(text: string | null): Basket {
  try {
    const stored: unknown = JSON.parse(text ?? "{}");
    if (typeof stored !== "object" || stored === null || Array.isArray(stored)) return {};
    return Object.fromEntries(Object.entries(stored).filter(([, quantity]) => Number.isInteger(quantity) && quantity > 0));
  } catch {
    return {};
  }
}

export function useBasket(): [Basket, (change: (basket: Basket) => Basket) => void] {
  const [basket, setBasket] = useState<Basket>(() => readBasket(stored(key)));
  useEffect(() => {
    const reread = (event: StorageEvent) => {
      if (event.key === key) setBasket(readBasket(event.newValue));
    };
    addEventListener("storage", reread);
    return () => removeEventListener("storage", reread);
  }, []);
  const update = (change: (basket: Basket) => Basket) => {
    const next = change(readBasket(stored(key)));
    store(key, JSON.stringify(next));
    setBasket(next);
  };
  return [basket, update];
}

/** True the first time it is asked about a paid order: its lines then leave the basket once. */
export function settleOnce(orderId: string): boolean {
  if (stored(settledKey) === orderId) return false;
  store(settledKey, orderId);
  return true;
}

let memory: Record<string, string> = {};

function stored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return memory[name] ?? null;
  }
}

function store(name: string, text: string): void {
  try {
    localStorage.setItem(name, text);
  } catch {
    memory = { ...memory, [name]: text };
  }
}
