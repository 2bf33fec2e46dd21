import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, readBasket, without } from "../shop/src/basket";
import { BasketError, price, productName, readLine } from "../workers/shop/basket";
import { products } from "../workers/shop/catalogue";

const problem = (name: string) => (error: unknown) => error instanceof BasketError && error.problem === name;

test("prices come from the catalogue and add up", () => {
  const { lines, total } = price([
    { id: "dongding", quantity: 2 },
    { id: "teapot", quantity: 1 },
  ]);
  assert.equal(total, 2 * 360 + 1680);
  assert.deepEqual(
    lines.map((line) => line.sum),
    [720, 1680],
  );
});

test("the same product on two lines is one line", () => {
  const { lines, total } = price([readLine("gaiwan:1"), readLine("gaiwan:2")]);
  assert.equal(lines.length, 1);
  assert.equal(total, 3 * 780);
});

test("a basket that cannot be sold is refused with its reason", () => {
  assert.throws(() => price([]), problem("empty"));
  assert.throws(() => price([{ id: "gold", quantity: 1 }]), problem("unknown-product"));
  assert.throws(() => price([{ id: "constructor", quantity: 1 }]), problem("unknown-product"));
  for (const quantity of [0, -1, 1.5, Number.NaN, 21]) {
    assert.throws(() => price([{ id: "ruby", quantity }]), problem("bad-quantity"));
  }
  assert.throws(() => price([readLine("ruby:15"), readLine("ruby:15")]), problem("bad-quantity"));
  assert.throws(() => price(Array.from({ length: 21 }, () => ({ id: "ruby", quantity: 1 }))), problem("too-many"));
});

test("a form line has exactly one shape", () => {
  assert.deepEqual(readLine("dongding:2"), { id: "dongding", quantity: 2 });
  for (const text of ["", "dongding", "dongding:", "dongding:-1", "dongding:2:360", "dongding:1e3", " ruby:1"]) {
    assert.throws(() => readLine(text), problem("bad-quantity"), text);
  }
});

test("the product name counts the kinds, as the deck does", () => {
  const name = (ids: string[], language: "zh-Hant" | "en") => productName(price(ids.map((id) => ({ id, quantity: 1 }))).lines, language);
  assert.equal(name(["dongding"], "zh-Hant"), "凍頂烏龍茶");
  assert.equal(name(["dongding", "cups"], "zh-Hant"), "凍頂烏龍茶等兩項");
  assert.equal(name(["dongding", "cups", "ruby"], "zh-Hant"), "凍頂烏龍茶等三項");
  assert.equal(name(["dongding", "cups"], "en"), "Dong Ding Oolong and 1 more item");
  assert.equal(name(["dongding", "cups", "ruby"], "en"), "Dong Ding Oolong and 2 more items");
});

test("every product has both languages and a whole price", () => {
  for (const product of products) {
    assert.ok(Number.isInteger(product.price) && product.price > 0, product.id);
    assert.match(product.name["zh-Hant"], /\p{Script=Han}/u);
    assert.match(product.name.en, /^[\w .-]+$/);
  }
});

test("the browser's basket keeps whole quantities within bounds", () => {
  assert.deepEqual(changed({ ruby: 1 }, "ruby", 3, 20), { ruby: 3 });
  assert.deepEqual(changed({ ruby: 1 }, "ruby", 0, 20), {});
  assert.deepEqual(changed({}, "cups", 99, 20), { cups: 20 });
});

test("what is no quantity leaves the basket as it is", () => {
  for (const quantity of [Number.NaN, 0.5, -3, Number.POSITIVE_INFINITY]) {
    assert.deepEqual(changed({ ruby: 2, cups: 1 }, "ruby", quantity, 20), { ruby: 2, cups: 1 }, String(quantity));
  }
});

test("what was bought leaves the basket, what was added since stays", () => {
  assert.deepEqual(
    without({ ruby: 3, cups: 1 }, [
      { id: "ruby", quantity: 2 },
      { id: "cups", quantity: 1 },
    ]),
    { ruby: 1 },
  );
  assert.deepEqual(without({ ruby: 1 }, [{ id: "gaiwan", quantity: 1 }]), { ruby: 1 });
  assert.deepEqual(without({ ruby: 1, cups: 1 }, [{ id: "ruby", quantity: 2 }]), { cups: 1 }, "taken out meanwhile in part");
});

test("a damaged stored basket reads as what is left of it", () => {
  assert.deepEqual(readBasket(null), {});
  assert.deepEqual(readBasket("not json"), {});
  assert.deepEqual(readBasket("[1,2]"), {});
  assert.deepEqual(readBasket('{"ruby":2,"cups":-1,"teapot":"3","caddy":1.5}'), { ruby: 2 });
});
