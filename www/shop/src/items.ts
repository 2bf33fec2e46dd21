import type { Language } from "../../language";
import type { Product } from "../../workers/shop/catalogue";

/** What was bought, in one line: `凍頂烏龍茶 × 2、手拉坯茶壺 × 1`. No line breaks before how many. */
export function itemsText(lines: readonly { id: string; quantity: number }[], products: readonly Product[], language: Language): string {
  const name = (id: string) => products.find((product) => product.id === id)?.name[language] ?? id;
  return lines.map(({ id, quantity }) => `${name(id)}\u00a0×\u00a0${quantity}`).join(language === "en" ? ", " : "、");
}
