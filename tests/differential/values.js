// Hostile values by name, each made anew for every build: some can be used but once.

const MIB = 1024 * 1024;
const cycle = () => {
  const value = { a: {} };
  value.a.b = value;
  return value;
};
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const nested = (levels, wrap) => {
  let value = 1;
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
};
class Money {
  amount = 360;
}
const thrower = () => {
  throw new Error("mine");
};
const hidden = () => Object.defineProperty({}, "amount", { value: 1, enumerable: false });

/** Values that no field takes, or that few take: `[name, make]`. */
export const VALUES = [
  ...[
    undefined,
    null,
    true,
    false,
    0,
    -0,
    1,
    -1,
    1.5,
    0.1 + 0.2,
    100,
    360,
    361,
    1e15,
    1e16,
    2 ** 53,
    1e21,
    1e-7,
    NaN,
    Infinity,
    -Infinity,
  ].map(plain),
  ...[5n, -5n, 360n, 2n ** 63n - 1n, 2n ** 64n, 10n ** 30n].map(plain),
  ...[
    "",
    " ",
    "x",
    " x ",
    "　x",
    "a\nb",
    "a\tb",
    "\u0000",
    "\u007f",
    "\u202e",
    "\ufeff",
    "\ud800",
    "\udc00x",
    "é",
    "e\u0301",
    "茶",
    "🍵",
  ].map(plain),
  ...["0", "007", "1", "-1", "1.0", "1e2", "360", "360.00", "9223372036854775807", "9223372036854775808", "2026050712345678910"].map(plain),
  ...[
    "TWD",
    "twd",
    "JPY",
    "USD",
    "THB",
    "EUR",
    "NORMAL",
    "PREAPPROVED",
    "CLIENT",
    "SERVER",
    "NONE",
    "RECURRING",
    "zh-Hant",
    "zh_TW",
    "en",
  ].map(plain),
  ...["NON_RECURRING", "WEEK", "MONTH", "YEAR", "MON", "ALL", "ORDER", "TRANSACTION", "SHIPPING", "NO_SHIPPING", "FIXED", "CONDITION"].map(
    plain,
  ),
  ...[
    "https://shop.example.com/a",
    "http://shop.example.com/a",
    "http://127.0.0.1/x",
    "https://a/?transactionId=1",
    "HTTPS://A.EXAMPLE/",
  ].map(plain),
  ...[
    "https://茶.example/",
    "https://a b/",
    "//a/b",
    "ftp://x/y",
    "app://done?x=1#y",
    "javascript:alert(1)",
    "https://u:p@a.example/",
    "https://[::1]/",
  ].map(plain),
  ...["constructor", "__proto__", "<script>", "'; --", "../..", "a/b?c#d", "%2F", "\\"].map(plain),
  ...[20, 21, 50, 51, 63, 64, 65, 99, 100, 101, 200, 201, 255, 256, 500, 501, 1000, 1001, 4000, 4001].flatMap((length) => [
    [`${length} letters`, () => "a".repeat(length)],
    [`${length} Chinese letters`, () => "茶".repeat(length)],
    [`a URL of ${length}`, () => `https://shop.example.com/${"a".repeat(Math.max(0, length - 25))}`],
  ]),
  ...[[], [1], [null], ["x", "x"], [[]], {}, { a: 1 }, { amount: 360 }].map((value) => [
    `${JSON.stringify(value)}`,
    () => structuredClone(value),
  ]),
  ["a hole", () => Array(2)],
  ["a hundred and one ids", () => Array.from({ length: 101 }, (_, index) => `${index}`)],
  ["a thousand and one", () => Array(1001).fill("1")],
  ["a function", () => () => 1],
  ["a class", () => Money],
  ["an instance", () => new Money()],
  ["a symbol", () => Symbol("s")],
  ["a date", () => new Date(0)],
  ["a map", () => new Map([["a", 1]])],
  ["bytes", () => new Uint8Array(3)],
  ["a boxed text", () => new String("x")],
  ["a boxed number", () => new Number(360)],
  ["an error", () => new Error("x")],
  ["a promise", () => Promise.resolve(1)],
  ["a pattern", () => /x/],
  ["null prototype", () => Object.assign(Object.create(null), { a: 1 })],
  ["inherited", () => Object.create({ amount: 1 })],
  ["a hidden field", hidden],
  ["a symbol's field", () => ({ [Symbol("s")]: 1 })],
  [
    "a getter",
    () => ({
      get a() {
        return 1;
      },
    }),
  ],
  [
    "a getter that throws",
    () => ({
      get a() {
        return thrower();
      },
    }),
  ],
  ["toJSON", () => ({ toJSON: () => "x" })],
  ["toString", () => ({ toString: () => "x", valueOf: () => 360 })],
  ["a proxy", () => new Proxy({ a: 1 }, {})],
  ["a proxy that throws", () => new Proxy({ a: 1 }, { get: thrower })],
  ["a proxy without keys", () => new Proxy({ a: 1 }, { ownKeys: thrower })],
  ["a proxy without prototype", () => new Proxy({ a: 1 }, { getPrototypeOf: thrower })],
  ["a revoked proxy", () => revoked({})],
  ["a revoked proxy of a list", () => revoked([])],
  ["a revoked function", () => revoked(() => 1)],
  ["a cycle", cycle],
  [
    "a list in itself",
    () => {
      const list = [];
      list.push(list);
      return list;
    },
  ],
];

const once = (make) => {
  let made;
  return () => (made ??= make());
};

/** Values that take a while: once for each field. */
export const LARGE = [
  ["4 MiB", once(() => "a".repeat(4 * MIB))],
  ["10000 levels of objects", once(() => nested(10_000, (a) => ({ a })))],
  ["10000 levels of lists", once(() => nested(10_000, (a) => [a]))],
  ["30 levels", once(() => nested(30, (a) => ({ a })))],
  ["100000 fields", once(() => Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`f${index}`, index])))],
  ["100000 items", once(() => Array(100_000).fill("1"))],
];

function plain(value) {
  const text = typeof value === "string" ? JSON.stringify(value) : Object.is(value, -0) ? "-0" : String(value);
  return [typeof value === "bigint" ? `${text}n` : text, () => value];
}

/** How a name can be misspelt. */
export function misspelt(name) {
  const swapped = name.length > 2 ? name.slice(0, 1) + name[2] + name[1] + name.slice(3) : `${name}_`;
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const all = [`${name}x`, name.slice(0, -1), swapped, snake, name.toUpperCase(), ` ${name}`, `${name}\u0000`];
  return [...new Set(all)].filter((other) => other !== name && other !== "");
}

/** The paths of everything inside a value, the outermost first: lists of names and places. */
export function pathsOf(value, path = [], found = []) {
  if (typeof value !== "object" || value === null) return found;
  for (const name of Object.keys(value)) {
    found.push([...path, name]);
    pathsOf(value[name], [...path, name], found);
  }
  return found;
}

/** A change for {@link changed}: another value in the place of the last name. */
export const putting = (make) => (holder, last) => {
  holder[last] = make();
};

/** A copy of a value in which a function has changed what holds the last name of a path; `undefined` where there is no such holder. */
export function changed(value, path, change) {
  const copy = structuredClone(value);
  let holder = copy;
  for (const name of path.slice(0, -1)) {
    if (typeof holder?.[name] !== "object" || holder[name] === null) return undefined;
    holder = holder[name];
  }
  change(holder, path.at(-1));
  return copy;
}
