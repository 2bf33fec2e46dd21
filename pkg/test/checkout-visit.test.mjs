import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { STYLE, STYLE_HASH } from "../dist/checkout/style.js";
import { LinePayError } from "../dist/errors.js";
import { ORIGIN, payment, shop } from "./fake.mjs";
import { CONFIRM, verdictOf, verdicts } from "./verdicts.mjs";

test("every state has its page, in both languages, closed to script, frames and caches", async () => {
  for (const state of Object.keys(verdicts)) {
    for (const [accept, language] of [
      ["en-GB,en;q=0.9", "en"],
      ["zh-TW,zh;q=0.9,en;q=0.8", "zh-TW"],
    ]) {
      const { ask } = shop({ verdict: verdictOf(state) });
      const response = await ask(CONFIRM, { headers: { "accept-language": accept } });
      const html = await response.text();
      assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
      assert.equal(response.headers.get("cache-control"), "no-store");
      assert.equal(response.headers.get("referrer-policy"), "no-referrer");
      assert.equal(response.headers.get("x-content-type-options"), "nosniff");
      assert.equal(
        response.headers.get("content-security-policy"),
        `default-src 'none'; style-src '${STYLE_HASH}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
      );
      assert.match(html, new RegExp(`^<!doctype html><html lang="${language}">`));
      assert.equal(html.match(/<h1>/g).length, 1);
      assert.ok(!/<script|<form|<iframe|<img| style=| on\w+=/.test(html), state);
      assert.ok(!html.includes("secret words") && !html.includes(payment.regKey) && !html.includes("undefined"), state);
      assert.ok(html.includes("Mist Hill &lt;Tea&gt;"));
    }
  }
});

test("the style is the one that the policy allows, and a page is small", async () => {
  assert.equal(STYLE_HASH, `sha256-${createHash("sha256").update(STYLE).digest("base64")}`);
  const { ask } = shop({ verdict: verdictOf("paid") });
  assert.ok(gzipSync(await (await ask(CONFIRM)).text()).length < 2048);
});

test("the receipt shows what was paid, for what, how and when", async () => {
  const { ask } = shop({ verdict: verdictOf("paid") });
  const html = await (await ask(CONFIRM, { headers: { "accept-language": "zh-TW" } })).text();
  for (const text of [
    "付款完成",
    "ORD-1",
    payment.transactionId,
    "NT$360",
    "信用卡 NT$300",
    "LINE POINTS 點數 NT$60",
    "2026年5月7日",
    "11:04（GMT+8）</dd>",
  ]) {
    assert.ok(html.includes(text), text);
  }
  assert.ok(!html.includes("1234<") && !html.includes("360.00"));
});

test("the answer to confirm tells no date: the receipt shows that of now, and a refund's never does", async () => {
  const { transactionDate: _, ...confirmed } = payment;
  const page = async (state, more) => {
    const { ask } = shop({ verdict: { state, payment: { ...confirmed, ...more }, problems: [] } });
    return (await ask(CONFIRM)).text();
  };
  for (const state of ["paid", "authorized"])
    assert.match(await page(state), new RegExp(`<dt>Date</dt><dd>[^<]*${new Date().getFullYear()}`), state);
  for (const state of ["refunded", "released"]) assert.ok(!(await page(state, { refunded: 360 })).includes("<dt>Date"), state);
});

test("values that others chose are text, never markup", async () => {
  const evil = `"'><script>alert(1)</script>`;
  const hostile = {
    ...payment,
    orderId: evil,
    transactionId: evil,
    transactionDate: evil,
    currency: evil,
    payInfo: [{ method: evil, amount: 1 }],
  };
  for (const verdict of [
    { state: "paid", payment: hostile, problems: [] },
    {
      state: "misdirected",
      orderId: evil,
      transactionId: evil,
      problems: [{ kind: "other-order", asked: {}, got: { orderId: `${evil}2`, amount: 1, currency: evil }, message: evil }],
    },
    { state: "pending", orderId: evil, problems: [], confirmUrl: `${ORIGIN}/pay/confirm?t=${evil}` },
  ]) {
    const { ask } = shop({ verdict, shopName: evil });
    const response = await ask(`/pay/confirm?t=${encodeURIComponent(evil)}`);
    const html = await response.text();
    assert.ok(!html.includes("<script"), verdict.state);
    assert.ok(!/href="[^"]*['<>]/.test(html));
  }
});

test("a page that waits asks again by itself; others never do", async () => {
  for (const state of Object.keys(verdicts)) {
    const { ask } = shop({ verdict: verdictOf(state) });
    const refresh = (await ask(CONFIRM)).headers.get("refresh");
    assert.equal(refresh, state === "pending" ? `5; url=${ORIGIN}${CONFIRM}` : null, state);
  }
  const { ask } = shop({ verdict: verdictOf("not-approved") });
  assert.ok(
    (await (await ask("/pay/status?t=1")).text()).includes('href="https://shop.example.com/pay/confirm?t=to%22ken&amp;transactionId='),
  );
});

test("a page asks again nowhere but at the shop's own confirm path", async () => {
  for (const confirmUrl of [
    "https://evil.example/pay/confirm",
    "javascript:alert(1)",
    `${ORIGIN}/logout`,
    "//evil.example",
    `${ORIGIN}@evil.example/pay/confirm`,
  ]) {
    const { ask } = shop({ verdict: { state: "pending", problems: [], confirmUrl } });
    const response = await ask(CONFIRM);
    assert.equal(response.headers.get("refresh"), `5; url=${ORIGIN}${CONFIRM}`);
    assert.ok(!(await response.text()).includes("evil"));
  }
});

test("where no confirm may be sent again for now, the page of a confirm asks at the order's status", async () => {
  const statusUrl = `${ORIGIN}/pay/status?t=token`;
  const { ask } = shop({ verdict: { state: "pending", problems: [], statusUrl } });
  assert.equal((await ask(CONFIRM)).headers.get("refresh"), `5; url=${statusUrl}`);
  // The status page goes on asking by its own link.
  assert.equal((await ask("/pay/status?t=own")).headers.get("refresh"), `5; url=${ORIGIN}/pay/status?t=own`);
});

test("the browser is told what became of a confirm, on a page as in JSON", async () => {
  const setCookie = "__Host-linepay-x.5=y; Path=/; Max-Age=7200; HttpOnly; SameSite=Lax; Secure";
  const clearCookies = ["__Host-linepay-x.4=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"];
  for (const state of ["paid", "pending", "gone"]) {
    const { ask } = shop({ verdict: { ...verdictOf(state), setCookie, clearCookies } });
    for (const accept of ["text/html", "application/json"]) {
      const answer = await ask("/pay/status?t=x", { headers: { accept } });
      assert.deepEqual(answer.headers.getSetCookie(), [setCookie, ...clearCookies], `${state} ${accept}`);
      assert.doesNotMatch(await answer.text(), /linepay-x/);
    }
  }
  const { ask } = shop({ verdict: verdictOf("paid") });
  assert.equal((await ask(CONFIRM)).headers.get("set-cookie"), null);
});

test("a page about a payment that did not come about looks again at the status page, never by another confirm", async () => {
  const statusUrl = `${ORIGIN}/pay/status?order=t&x=1`;
  const linksOf = async (verdict) =>
    [...(await (await shop({ verdict }).ask(CONFIRM)).text()).matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  for (const state of ["declined", "gone", "foreign", "misdirected", "error"]) {
    const verdict = { ...verdictOf(state), confirmUrl: ORIGIN + CONFIRM };
    assert.deepEqual(await linksOf({ ...verdict, statusUrl }), [statusUrl.replace("&", "&amp;"), "/"], state);
    for (const wrong of [undefined, "https://evil.example/pay/status", `${ORIGIN}/pay/confirm?order=t`, "javascript:alert(1)"]) {
      assert.deepEqual(await linksOf({ ...verdict, statusUrl: wrong }), ["/"], `${state} ${wrong}`);
    }
  }
});

test("HEAD and every sort of prefetch are answered without a visit", async () => {
  const { ask, seen } = shop({ verdict: verdictOf("paid") });
  assert.equal((await ask(CONFIRM, { method: "HEAD" })).status, 405);
  for (const headers of [
    { "sec-purpose": "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
    { "x-moz": "prefetch" },
    { "x-purpose": "preview" },
  ]) {
    const response = await ask(CONFIRM, { headers });
    assert.equal(response.status, 503);
    assert.equal(response.headers.get("cache-control"), "no-store");
  }
  assert.equal(seen.visits.length + seen.paid.length, 0);
});

test("the visit carries the whole URL and the cookies", async () => {
  const { ask, seen } = shop();
  await ask(CONFIRM, { headers: { cookie: "__Host-x=1" } });
  await ask("/pay/cancel?t=1");
  await ask("/pay/status?t=1");
  assert.deepEqual(
    seen.visits.map(({ visit }) => visit),
    [
      { kind: "confirm", url: ORIGIN + CONFIRM, cookies: "__Host-x=1" },
      { kind: "cancel", url: `${ORIGIN}/pay/cancel?t=1` },
      { kind: "status", url: `${ORIGIN}/pay/status?t=1` },
    ],
  );
});

test("onPaid runs on each visit that proves payment, with the same key, and on no other", async () => {
  for (const state of Object.keys(verdicts)) {
    const { ask, seen } = shop({ verdict: verdictOf(state) });
    await Promise.all([ask(CONFIRM), ask(CONFIRM), ask("/pay/cancel?t=1"), ask("/pay/status?t=1")]);
    assert.deepEqual(
      seen.paid.map(({ key }) => key),
      state === "paid" ? Array(4).fill(payment.key) : [],
      state,
    );
  }
});

test("an onPaid that throws: paid, being registered, and the next visit runs it again", async () => {
  for (const fail of [
    () => {
      throw new Error("database password=hunter2");
    },
    () => Promise.reject(new Error("database password=hunter2")),
  ]) {
    let runs = 0;
    const onPaid = () => {
      runs += 1;
      return runs === 1 ? fail() : undefined;
    };
    const { ask, seen } = shop({ verdict: verdictOf("paid"), onPaid });
    const first = await ask(CONFIRM);
    const html = await first.text();
    assert.equal(first.status, 200);
    assert.equal(first.headers.get("refresh"), `5; url=${ORIGIN}${CONFIRM}`);
    assert.match(html, /Paid, being registered/);
    assert.ok(html.includes("ORD-1") && !html.includes("hunter2"));
    assert.equal(seen.problems[0].kind, "on-paid-failed");
    assert.equal(seen.problems[0].payment, payment);
    const second = await ask(CONFIRM);
    assert.match(await second.text(), /Payment received/);
    assert.equal(second.headers.get("refresh"), null);
    assert.equal(runs, 2);
  }
});

test("waitUntil gets the visit and onPaid, and a promise that never rejects", async () => {
  let finish;
  const slow = new Promise((resolve) => (finish = resolve));
  const { ask, seen } = shop({ verdict: verdictOf("paid"), onPaid: () => slow });
  const response = ask(CONFIRM);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(seen.waits.length, 1);
  let over = false;
  seen.waits[0].then(() => (over = true));
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(over, false);
  finish();
  assert.equal((await response).status, 200);
  await seen.waits[0];

  const failing = shop({
    verdict: () => {
      throw new Error("broken");
    },
  });
  await failing.ask(CONFIRM);
  await failing.seen.waits[0];
});

test("a context is no must", async () => {
  const { checkout, seen } = shop({ verdict: verdictOf("paid") });
  const response = await checkout.fetch(new Request(ORIGIN + CONFIRM), {});
  assert.equal(response.status, 200);
  assert.equal(seen.paid.length, 1);
  const { fetch } = checkout;
  assert.equal((await fetch(new Request(ORIGIN + CONFIRM), {}, {})).status, 200);
});

test("problems reach the shop; a listener that throws changes nothing", async () => {
  const { ask, seen } = shop({ verdict: verdictOf("misdirected") });
  const html = await (await ask(CONFIRM)).text();
  assert.deepEqual(seen.problems, verdicts.misdirected.problems);
  for (const text of ["Another order was charged", "ORD-1", "ORD-2", "77", "NT$90"]) assert.ok(html.includes(text), text);
  for (const onProblem of [
    () => {
      throw new Error("x");
    },
    () => Promise.reject(new Error("x")),
  ]) {
    const broken = shop({ verdict: verdictOf("misdirected"), onProblem });
    assert.match(await (await broken.ask(CONFIRM)).text(), /Another order was charged/);
  }
});

test("a module that fails says nothing about the money, so the page does not either", async () => {
  const failing = (error) =>
    shop({
      verdict: () => {
        throw error;
      },
    });
  for (const error of [new LinePayError({ code: "TRAPPED", message: "x", outcome: "unknown" }), new TypeError("x")]) {
    const { ask, seen } = failing(error);
    const response = await ask(CONFIRM);
    assert.match(await response.text(), /Still being confirmed/);
    assert.equal(response.headers.get("refresh"), `5; url=${ORIGIN}${CONFIRM}`);
    assert.equal(seen.problems[0].kind, "visit-failed");
    assert.equal(seen.problems[0].error, error);
  }
  const known = failing(new LinePayError({ code: "NETWORK", message: "x" }));
  const html = await (await known.ask(CONFIRM)).text();
  assert.match(html, /We could not ask LINE Pay/);
  assert.match(html, /not known/);
});

test("an error's outcome decides what the page says of the money", async () => {
  const error = { code: "REFUSED", message: "secret words", returnCode: "9000", retry: "never", issues: [] };
  for (const [outcome, title] of [
    ["not-executed", "Payment not possible at the moment"],
    ["unknown", "We could not ask LINE Pay"],
    ["executed", "Paid, but something went wrong"],
  ]) {
    const { ask, seen } = shop({ verdict: { state: "error", problems: [], error: { ...error, outcome } } });
    assert.ok((await (await ask(CONFIRM)).text()).includes(title), outcome);
    assert.equal(seen.problems[0].kind, "visit-failed");
    assert.equal(seen.problems[0].error.returnCode, "9000");
  }
  for (const verdict of [
    { state: "a state of tomorrow", problems: [] },
    { state: "constructor", problems: [] },
    { state: "paid", payment: { ...payment, payInfo: undefined }, problems: [] },
  ]) {
    const odd = shop({ verdict });
    assert.match(await (await odd.ask(CONFIRM)).text(), /We could not ask LINE Pay/);
  }
});

test("status as JSON holds no card digits, no regKey and no token", async () => {
  const { ask } = shop({ verdict: { ...verdictOf("paid"), confirmUrl: ORIGIN + CONFIRM, statusUrl: `${ORIGIN}/pay/status?t=x` } });
  const response = await ask("/pay/status?t=x", { headers: { accept: "application/json" } });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), {
    state: "paid",
    orderId: "ORD-1",
    transactionId: payment.transactionId,
    payment: {
      orderId: "ORD-1",
      transactionId: payment.transactionId,
      amount: 360,
      currency: "TWD",
      payInfo: [
        { method: "CREDIT_CARD", amount: 300 },
        { method: "POINT", amount: 60 },
      ],
      transactionDate: "2026-05-07T03:04:05Z",
    },
  });
  const browser = await ask("/pay/status?t=x", { headers: { accept: "text/html,application/json;q=0.9" } });
  assert.equal(browser.headers.get("content-type"), "text/html; charset=utf-8");
  const declined = shop({ verdict: verdictOf("declined") });
  const body = await (await declined.ask("/pay/status?t=x", { headers: { accept: "application/json" } })).json();
  assert.deepEqual(body, {
    state: "declined",
    transactionId: "1",
    error: { code: "REFUSED", returnCode: "1142", outcome: "not-executed" },
  });
});

test("the browser's first language that there is", async () => {
  for (const [accept, language] of [
    [null, "en"],
    ["", "en"],
    ["ja", "en"],
    ["ja,zh-Hant;q=0.8,en;q=0.7", "zh-TW"],
    ["en;q=0.1,zh;q=0.2", "zh-TW"],
    ["zh;q=0", "en"],
    ["EN-us, zh", "en"],
    [";;;q=,,zh;q=x", "en"],
  ]) {
    const { ask } = shop();
    const response = await ask("/pay/status", accept === null ? {} : { headers: { "accept-language": accept } });
    assert.equal(response.headers.get("content-language"), language, String(accept));
  }
});
