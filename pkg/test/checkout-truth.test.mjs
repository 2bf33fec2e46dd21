// What the pages say of the money and of the shop has to be true whatever happens elsewhere at the same moment.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { catalogue } from "../dist/catalogue.js";
import { pageNames, tells, textOf } from "../dist/checkout/texts.js";
import { reasonOf } from "../dist/checkout/words.js";
import { LinePayError } from "../dist/errors.js";
import { payment, shop } from "./fake.mjs";

const LANGUAGES = ["en", "zh-TW"];

/** Claims that nobody can make: another tab's confirm may land at this moment. */
const CLAIMS = [
  /nothing (has been|was|is|will be) (charged|taken|paid)/i,
  /(charged|taken|paid) nothing/i,
  /\bnot (yet )?(been )?(charged|paid|taken)\b/i,
  /\b(is|was|has) not (yet )?(paid|charged)\b/i,
  /\bno (money|charge|payment) (has|was|were|is) /i,
  /\b(isn't|wasn't|unpaid|uncharged)\b/i,
  /(沒有|沒|未|不會|尚未|並未|從未|無)(被)?(扣款|扣到款|扣到|請款|收款|收費|付款(?!紀錄)|支付|入帳)/,
  /款項(未|沒有)/,
];

/** What may be said where LINE Pay knows of no payment. */
const NONE = { en: "LINE Pay has recorded no payment for this order so far.", "zh-TW": "LINE Pay 目前查無此訂單的付款紀錄。" };

/** The pages that say it. */
const SAY_NONE = ["not-approved", "unpaid", "cancelled", "expired", "declined", "gone", "foreign", "misdirected", "error"];

/** The pages that say what LINE Pay knows, that it is not known, or what a request has changed. A new page is put into one list. */
const SAY_ELSE = [
  "paid",
  "authorized",
  "released",
  "registering",
  "refunded",
  "partly-refunded",
  "pending",
  "mismatch",
  "captured-less",
  "unclear",
  "charged",
  "invalid-token",
  "unavailable",
  "too-many",
  "charged-by-shop",
  "closed",
  "not-found",
  "method",
  "cross-site",
  "too-large",
  "not-understood",
];

const TOLD = { en: ["Please tell the shop.", "The shop has been told."], "zh-TW": ["請將此情形告知商店。", "商店已收到通知。"] };

function assertTrue(text, what) {
  for (const claim of CLAIMS) assert.doesNotMatch(text, claim, what);
}

test("the claims that are searched for are found where they are made", () => {
  for (const claim of [
    "Nothing has been charged.",
    "Opening it has charged nothing.",
    "The order of this page is not paid.",
    "You have not been charged.",
    "No payment was made.",
    "沒有扣款。",
    "目前沒有扣款。",
    "開啟此連結不會扣款。",
    "本頁的訂單尚未付款。",
    "未付款",
    "此訂單沒有扣款。",
    "不會請款",
  ]) {
    assert.ok(
      CLAIMS.some((pattern) => pattern.test(claim)),
      claim,
    );
  }
  for (const language of LANGUAGES) assertTrue(NONE[language], NONE[language]);
});

test("no page claims that nothing was charged; where LINE Pay knows no payment, it says so and no more", () => {
  assert.deepEqual(pageNames().sort(), [...SAY_NONE, ...SAY_ELSE].sort());
  for (const name of pageNames()) {
    for (const language of LANGUAGES) {
      for (const told of [false, true]) assertTrue(textOf(name, language, told).join(" "), `${name} ${language}`);
      assert.equal(textOf(name, language).join(" ").includes(NONE[language]), SAY_NONE.includes(name), `${name} ${language}`);
    }
  }
});

test("a page without a payment sends nobody to pay again who has just confirmed", () => {
  for (const name of ["cancelled", "expired", "unpaid", "invalid-token"]) {
    const next = (language) => textOf(name, language)[2];
    assert.match(next("zh-TW"), /若您.*(確認付款|已付款).*(請勿|切勿)(重複|馬上重新)付款/, name);
    assert.doesNotMatch(next("zh-TW"), /若您[^；]*確認付款[^；]*(回商店重新付款|再回商店)/, name);
    assert.match(next("en"), /do not pay again|before you pay/, name);
  }
});

const FAILED = { code: "REFUSED", message: "x", returnCode: "1142", outcome: "not-executed", retry: "never", issues: [] };

/** Every answer that the checkout gives: what is asked, and what is different about the shop. */
function answers() {
  const broken = (error) => () => {
    throw error;
  };
  const states = [
    "paid",
    "authorized",
    "released",
    "refunded",
    "pending",
    "not-approved",
    "unpaid",
    "expired",
    "declined",
    "gone",
    "foreign",
    "misdirected",
    "mismatch",
    "invalid-token",
    "unclear",
    "error",
    "a state of tomorrow",
  ];
  const visits = states.flatMap((state) =>
    ["not-executed", "unknown", "executed"].flatMap((outcome) => {
      const verdict = { state, orderId: "ORD-1", problems: [], payment, error: { ...FAILED, outcome } };
      const paths = ["/pay/confirm?order=t&transactionId=1", "/pay/cancel?order=t", "/pay/status?order=t"];
      return paths.map((path) => [`${state} ${path}`, { verdict }, (asked) => asked.ask(path)]);
    }),
  );
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const kinds = [
    ["JSON", {}],
    ["form", form],
    ["multipart", { "content-type": "multipart/form-data" }],
  ];
  const posts = kinds.flatMap(([kind, headers]) => [
    [`403 ${kind}`, {}, ({ post }) => post({ ...headers, "sec-fetch-site": "cross-site" })],
    [`413 ${kind}`, {}, ({ post }) => post(headers, "x".repeat(70_000))],
    [`400 or 500 ${kind}`, { quote: async (request) => Promise.reject(await request.formData()) }, ({ post }) => post(headers, "{")],
    [`500 ${kind}`, { quote: broken(new Error("x")) }, ({ post }) => post(headers)],
    [`502 ${kind}`, { reserve: broken(new LinePayError(FAILED)) }, ({ post }) => post(headers)],
    [`504 ${kind}`, { reserve: broken(new LinePayError({ code: "TIMEOUT", message: "x" })) }, ({ post }) => post(headers)],
    [`no client ${kind}`, { linePay: broken(new Error("x")) }, ({ post }) => post(headers)],
  ]);
  const routes = ["reserve", "confirm", "cancel", "status"].flatMap((route) => [
    [`405 ${route}`, {}, ({ ask }) => ask(`/pay/${route}`, { method: "PUT" })],
    [
      `no client ${route}`,
      { linePay: broken(new Error("x")) },
      ({ ask }) => ask(`/pay/${route}`, { method: route === "reserve" ? "POST" : "GET" }),
    ],
    [`broken ${route}`, { verdict: broken(new TypeError("x")) }, ({ ask }) => ask(`/pay/${route}`)],
  ]);
  return [
    ...visits,
    ...posts,
    ...routes,
    ["415", {}, ({ post }) => post({ "content-type": "text/plain" })],
    ["404", {}, ({ ask }) => ask("/pay/nothing")],
  ];
}

test("every answer in every language, as a page and as JSON, holds no such claim", async () => {
  let seen = 0;
  for (const [what, options, asking] of answers()) {
    for (const language of LANGUAGES) {
      for (const accept of ["text/html", "application/json"]) {
        const { ask, post, checkout } = shop(options);
        // The same asking with the language and the kind of answer in its headers.
        const headers = { "accept-language": language, accept };
        const response = await asking({
          checkout,
          ask: (path, init = {}) => ask(path, { ...init, headers: { ...headers, ...init.headers } }),
          post: (more, body) => post({ ...headers, ...more }, body),
        });
        const text = await response.text();
        seen += 1;
        // The names of states are for programs.
        assertTrue(text.replace(/^\{"state":"[a-z-]+"/, ""), `${what} ${language} ${accept}`);
        assert.ok(text.length > 0, what);
      }
    }
  }
  assert.ok(seen > 500, `${seen}`);
});

/** One page that says whether the shop was told, as the buyer and as a program reads it. */
const TELLING = [
  [
    { verdict: { state: "misdirected", orderId: "ORD-1", problems: [{ kind: "other-order", asked: {}, got: {}, message: "x" }] } },
    ({ ask }, language) => ask("/pay/confirm?order=t", { headers: { "accept-language": language } }),
  ],
  [
    { verdict: { state: "error", problems: [], error: FAILED } },
    ({ ask }, language) => ask("/pay/confirm?order=t", { headers: { "accept-language": language } }),
  ],
  [{ quote: () => Promise.reject(new Error("x")) }, ({ post }, language) => post({ "accept-language": language })],
  [
    { quote: () => Promise.reject(new Error("x")) },
    ({ post }, language) => post({ "accept-language": language, "content-type": "application/x-www-form-urlencoded" }),
  ],
];

test("a page says that the shop was told only where somebody was", async (context) => {
  const silent = context.mock.method(console, "error", () => undefined);
  for (const language of LANGUAGES) {
    const [not, yes] = TOLD[language];
    for (const [options, asking] of TELLING) {
      for (const [onProblem, said, unsaid] of [
        [() => undefined, yes, not],
        [async () => undefined, yes, not],
        [() => Promise.reject(new Error("no mail server")), not, yes],
        [
          () => {
            throw new Error("no mail server");
          },
          not,
          yes,
        ],
        [undefined, not, yes],
      ]) {
        const text = await (await asking(shop({ ...options, onProblem }), language)).text();
        assert.ok(text.includes(said) && !text.includes(unsaid), `${onProblem}: ${text}`);
      }
    }
  }
  assert.ok(silent.mock.callCount() >= 8);
  // Nothing was told where there was nothing to tell.
  const { ask } = shop({ verdict: { state: "mismatch", problems: [] } });
  assert.ok((await (await ask("/pay/confirm?order=t")).text()).includes(TOLD.en[0]));
});

test("a listener that never ends holds the page for two seconds, and counts as nobody", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { ask } = shop({ verdict: { state: "error", problems: [], error: FAILED }, onProblem: () => new Promise(() => {}) });
    const asked = ask("/pay/confirm?order=t");
    await turns();
    mock.timers.tick(1999);
    assert.equal(await Promise.race([asked, turns()]), undefined);
    mock.timers.tick(1);
    assert.ok((await (await asked).text()).includes(TOLD.en[0]));
  } finally {
    mock.timers.reset();
  }
});

test("only pages about something that the shop has to know say whether it was told", () => {
  for (const name of pageNames()) {
    for (const language of LANGUAGES) {
      const [, , next] = textOf(name, language, true);
      assert.equal(next.includes(TOLD[language][1]), tells(name), name);
      assert.equal(/has been told|收到通知/.test(textOf(name, language, false).join(" ")), false, name);
    }
  }
});

test("a decline says why, for every code that a buyer can act on", async () => {
  // What confirm answers with other pages, and the codes of automatic payments.
  const elsewhere = ["0121", "0122", "1169", "1193", "1197"];
  const wanted = catalogue.filter(([code, , , actor]) => (actor === "buyer" || actor === "wait") && !elsewhere.includes(code));
  assert.ok(wanted.length > 20);
  for (const [code] of wanted) {
    for (const language of LANGUAGES) assert.ok(reasonOf(code, language), `${code} has no words for the buyer in its row`);
  }
  for (const none of ["1106", "", "110", "1110 1284", "This credit card cannot be used"]) {
    assert.equal(reasonOf(none, "en"), undefined, none);
  }
  for (const [language, reason] of [
    ["en", "<dt>Reason</dt><dd>Not enough balance</dd>"],
    ["zh-TW", "<dt>原因</dt><dd>餘額不足</dd>"],
  ]) {
    const { ask } = shop({ verdict: { state: "declined", orderId: "ORD-1", problems: [], error: FAILED } });
    const html = await (await ask("/pay/confirm?order=t", { headers: { "accept-language": language } })).text();
    assert.ok(html.includes(reason), html);
  }
});

test("the words are those of a shop in Taiwan", () => {
  for (const name of pageNames()) assert.doesNotMatch(textOf(name, "zh-TW").join(" "), /核准|釋放|稍候|購物籃|請按按鈕|密鑰/, name);
});

/** Lets everything run that waits for no timer. */
async function turns() {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
