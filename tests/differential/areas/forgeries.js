// Links and cookies of the checkout that were changed, mixed up or cut.
import { orderOf, Shop } from "../shop.js";
import { LANGUAGES, VERSIONS } from "./checkout.js";

export async function forgeries(differ, { server, random }) {
  let turn = 0;
  for (const version of VERSIONS) {
    for (const [what, forge] of forged(random)) {
      for (const route of ["confirm", "status", "cancel"]) {
        // In the languages by turns; the pages are those of the purchases.
        const [language, headers] = Object.entries(LANGUAGES)[turn++ % 2];
        await differ.compare(`${version} ${language} ${route}: ${what}`, async (build) => {
          const shop = await Shop.open(build, server, { version, headers });
          const other = await shop.reserve("the other order");
          await shop.play("approve", await shop.latest());
          shop.order = orderOf(version, "ORD-2", { amount: 500 });
          await shop.reserve("the order");
          const { redirectUrl } = await shop.play("approve", await shop.latest());
          const forgedUrl = forge(redirectUrl.replace("/pay/confirm", `/pay/${route}`), other, shop);
          await shop.ask("forged", forgedUrl);
          await shop.ask("forged, JSON", forgedUrl, { headers: { accept: "application/json" } });
          await shop.ask("forged, without cookies", forgedUrl, { cookies: false });
          await shop.ask("true", redirectUrl);
          return shop.end();
        });
      }
    }
  }
}

/** Ways to change a link: `[name, (url, other, shop) => url]`. */
function* forged(random) {
  const change =
    (make) =>
    (url, ...rest) => {
      const changed = new URL(url);
      make(changed.searchParams, ...rest);
      return changed.href;
    };
  const long = (parameters) => [...parameters].sort(([, one], [, two]) => two.length - one.length)[0];
  const token = (make) =>
    change((parameters, ...rest) => {
      const [name, value] = long(parameters);
      parameters.set(name, make(value, ...rest));
    });
  yield ["as it is", (url) => url];
  yield ["without a query", (url) => url.split("?")[0]];
  for (let round = 0; round < 8; round++) {
    const place = random.below(1000);
    yield [
      `a letter at ${place} per mille`,
      token((text) => {
        const at = Math.floor((text.length * place) / 1000);
        return `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
      }),
    ];
  }
  yield ["the last letter", token((text) => text.slice(0, -1) + (text.endsWith("A") ? "B" : "A"))];
  yield ["shorter", token((text) => text.slice(0, -1))];
  yield ["half", token((text) => text.slice(0, text.length >> 1))];
  yield ["longer", token((text) => `${text}A`)];
  yield ["padded", token((text) => `${text}=`)];
  yield ["empty", token(() => "")];
  yield ["strange", token(() => "茶 \u0000")];
  yield ["very long", token((text) => text.repeat(200))];
  yield [
    "the other order's",
    token((_, other) => new URL(other.statusUrl).searchParams.get(long(new URL(other.statusUrl).searchParams)[0])),
  ];
  yield ["twice", change((parameters) => parameters.append(...long(parameters)))];
  for (const [what, id] of [
    ["another", "2026050712345678910"],
    ["none", ""],
    ["words", "x"],
    ["huge", "9".repeat(40)],
    ["of other digits", "１２"],
    ["with a zero", "01"],
  ]) {
    yield [`transactionId ${what}`, change((parameters) => parameters.set("transactionId", id))];
  }
  yield ["the other transactionId", change((parameters, other) => parameters.set("transactionId", other.transactionId))];
  yield ["transactionId left out", change((parameters) => parameters.delete("transactionId"))];
  yield ["transactionId twice", change((parameters) => parameters.append("transactionId", "1"))];
  yield ["orderId another", change((parameters) => parameters.set("orderId", "ORD-9"))];
  yield ["orderId twice", change((parameters) => parameters.append("orderId", "ORD-9"))];
  yield ["orderId left out", change((parameters) => parameters.delete("orderId"))];
  yield ["more", change((parameters) => parameters.set("utm_source", "x<script>"))];
  yield ["shipping", change((parameters) => parameters.set("shippingFeeAmount", "60"))];
  yield ["a broken escape", (url) => `${url}&x=%E0%A4%A`];
  yield [
    "damaged cookies",
    (url, _, shop) => {
      for (const [name, value] of shop.jar) shop.jar.set(name, `${value.slice(0, -2)}AA`);
      return url;
    },
  ];
  yield [
    "exchanged cookies",
    (url, _, shop) => {
      const values = [...shop.jar.values()].reverse();
      for (const name of [...shop.jar.keys()]) shop.jar.set(name, values.shift());
      return url;
    },
  ];
  yield [
    "many cookies",
    (url, _, shop) => {
      for (let index = 0; index < 300; index++) shop.jar.set(`c${index}`, "x".repeat(20));
      return url;
    },
  ];
}
