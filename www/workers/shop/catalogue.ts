/** The shop's price list. Only the server's copy counts: a page sends ids and quantities, never a price. */

import type { Language } from "../../language";

/** What the shop's page gets. */
export interface Catalogue {
  currency: string;
  mostOfOne: number;
  version: string;
  products: readonly Product[];
}

export interface Product {
  id: string;
  /** Whole New Taiwan dollars. */
  price: number;
  kind: "tea" | "ware";
  image: string;
  name: Record<Language, string>;
  note: Record<Language, string>;
  unit: Record<Language, string>;
}

const product = (
  id: string,
  kind: Product["kind"],
  price: number,
  chinese: [name: string, unit: string, note: string],
  english: [name: string, unit: string, note: string],
): Product => ({
  id,
  kind,
  price,
  image: `/products/${id}.svg`,
  name: { "zh-Hant": chinese[0], en: english[0] },
  unit: { "zh-Hant": chinese[1], en: english[1] },
  note: { "zh-Hant": chinese[2], en: english[2] },
});

export const products: readonly Product[] = [
  product(
    "dongding",
    "tea",
    360,
    ["凍頂烏龍茶", "75 公克", "中焙火，熟果與炭香，回甘綿長。"],
    ["Dong Ding Oolong", "75 g", "Medium roast: ripe fruit, charcoal, a long sweet finish."],
  ),
  product(
    "alishan",
    "tea",
    520,
    ["阿里山高山茶", "75 公克", "海拔一千四百公尺，清甜花香。"],
    ["Alishan High Mountain", "75 g", "Grown at 1,400 m: light, floral and sweet."],
  ),
  product(
    "ruby",
    "tea",
    420,
    ["日月潭紅玉紅茶", "50 公克", "臺茶十八號，肉桂與薄荷香。"],
    ["Sun Moon Lake Ruby", "50 g", "Black tea no. 18 with a hint of cinnamon and mint."],
  ),
  product(
    "baozhong",
    "tea",
    330,
    ["文山包種茶", "75 公克", "輕發酵條形茶，蘭花清香。"],
    ["Wenshan Baozhong", "75 g", "Lightly oxidised twisted leaf, orchid fragrance."],
  ),
  product(
    "gaiwan",
    "ware",
    780,
    ["白瓷蓋碗", "120 毫升", "薄胎白瓷，不奪茶香。"],
    ["White Porcelain Gaiwan", "120 ml", "Thin-walled porcelain that leaves the tea alone."],
  ),
  product(
    "teapot",
    "ware",
    1680,
    ["手拉坯茶壺", "180 毫升", "鶯歌手作，出水俐落。"],
    ["Wheel-thrown Teapot", "180 ml", "Made by hand in Yingge; pours cleanly."],
  ),
  product(
    "cups",
    "ware",
    560,
    ["霧青品茗杯", "兩入", "青釉如晨霧，一杯一色。"],
    ["Mist Celadon Cups", "pair", "Celadon like morning mist; no two alike."],
  ),
  product(
    "caddy",
    "ware",
    920,
    ["陶製茶倉", "容量 150 公克", "粗陶透氣，軟木蓋密封。"],
    ["Stoneware Tea Caddy", "holds 150 g", "Unglazed stoneware with a cork lid."],
  ),
];

export const currency = "TWD" as const;

export function productById(id: string): Product | undefined {
  return products.find((candidate) => candidate.id === id);
}
