import assert from "node:assert/strict";
import { test } from "node:test";
import { LinePayError } from "../dist/errors.js";
import { ORIGIN, payment, reserved, shop } from "./fake.mjs";

test("JSON in, JSON out, the cookie in its header and not in the body", async () => {
  const { post, seen } = shop();
  const response = await post();
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("set-cookie"), reserved.setCookie);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { setCookie, ...body } = reserved;
  assert.deepEqual(await response.json(), body);
  assert.deepEqual(seen.reserves[0].settings, {
    origin: ORIGIN,
    confirmPath: "/pay/confirm",
    cancelPath: "/pay/cancel",
    statusPath: "/pay/status",
    signingKeys: [],
  });
});

test("a form is sent on to the payment page", async () => {
  const { post } = shop();
  const response = await post({ "content-type": "application/x-www-form-urlencoded" }, "basket=1");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), reserved.paymentUrl.web);
  assert.equal(response.headers.get("set-cookie"), reserved.setCookie);
});

test("a payment URL with a locale reaches the browser as it is, in Location and in JSON", async () => {
  const web = `${reserved.paymentUrl.web}&locale=zh-Hant`;
  const reserve = () => ({ ...reserved, paymentUrl: { ...reserved.paymentUrl, web } });
  const form = await shop({ reserve }).post({ "content-type": "application/x-www-form-urlencoded" }, "basket=1");
  assert.equal(form.headers.get("location"), web);
  assert.equal((await (await shop({ reserve }).post()).json()).paymentUrl.web, web);
});

test("only the checked payment URL is ever a Location", async () => {
  const { ask } = shop();
  const response = await ask("/pay/reserve?returnUrl=https://evil.example&next=//evil.example", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", referer: "https://evil.example/" },
    body: "location=https://evil.example&paymentUrl=https://evil.example",
  });
  assert.equal(response.headers.get("location"), reserved.paymentUrl.web);
});

test("quote reads the body and the bindings, and its order goes to the module untouched", async () => {
  const order = { orderId: "ORD-9", amount: 5, currency: "TWD", productName: "x" };
  let given;
  const { post, seen } = shop({
    quote: async (request, env) => {
      given = { body: await request.json(), cookie: request.headers.get("cookie"), env, url: request.url };
      return order;
    },
  });
  await post({ cookie: "basket=7" }, '{"basket":[1]}');
  assert.deepEqual(given, { body: { basket: [1] }, cookie: "basket=7", env: { env: true }, url: `${ORIGIN}/pay/reserve` });
  assert.equal(seen.reserves[0].order, order);
});

test("quote may answer by itself", async () => {
  const { post, seen } = shop({
    quote: () => {
      throw new Response("empty basket", { status: 400 });
    },
  });
  const response = await post();
  assert.equal(response.status, 400);
  assert.equal(await response.text(), "empty basket");
  assert.equal(seen.reserves.length + seen.problems.length, 0);
});

test("quote may return its answer as well", async () => {
  for (const answer of [() => new Response("empty basket", { status: 400 }), async () => new Response("empty basket", { status: 400 })]) {
    const { post, seen } = shop({ quote: answer });
    const response = await post();
    assert.deepEqual([response.status, await response.text()], [400, "empty basket"]);
    assert.equal(seen.reserves.length + seen.problems.length, 0);
  }
});

test("a body that is no form and no JSON although it says so: 400, and nothing that the shop could do", async () => {
  const reading = (read) => ({ quote: async (request) => ({ orderId: String(await request[read]()) }) });
  for (const [read, type, body] of [
    ["formData", "multipart/form-data; boundary=x", "--y\r\nno form at all"],
    ["formData", "multipart/form-data", "--x--"],
    ["json", "application/json", '{"basket":'],
    ["json", "Application/JSON; charset=utf-8", ""],
  ]) {
    const { post, seen } = shop(reading(read));
    const response = await post({ "content-type": type }, body);
    assert.equal(response.status, 400, `${type} ${body}`);
    const text = await response.text();
    if (read === "json") assert.equal(JSON.parse(text).error.code, "BAD_REQUEST");
    else assert.match(text, /Request not understood/);
    assert.equal(seen.problems.length + seen.reserves.length, 0);
  }
  // Some runtimes read such a form as an empty one: quote is not asked. One that is well-formed passes.
  const parts = "--x\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n--x--\r\n";
  for (const [type, body, status] of [
    ["multipart/form-data; boundary=x", "--y--", 400],
    ["multipart/form-data; boundary=x", "a--x--", 400],
    ["multipart/form-data; boundary=x", "--x\r\n", 400],
    ["multipart/form-data", parts, 400],
    ["multipart/form-data; boundary=x", parts, 303],
    ['Multipart/Form-Data; charset=utf-8; Boundary="x"', `${parts}epilogue`, 303],
    ["multipart/form-data; boundary=x", `preamble\r\n${parts}`, 303],
  ]) {
    const { post, seen } = shop();
    assert.equal((await post({ "content-type": type }, body)).status, status, `${type} ${body}`);
    assert.equal(seen.reserves.length, status === 303 ? 1 : 0);
  }
  const data = new FormData();
  data.set("茶", new Blob(["\0\r\n--"]), "茶.png");
  const { ask } = shop();
  assert.equal((await ask("/pay/reserve", { method: "POST", body: data })).status, 303);
  // Whatever reads JSON otherwise is free to.
  const { post, seen } = shop();
  assert.equal((await post({}, "not JSON")).status, 200);
  assert.equal(seen.reserves.length, 1);
});

test("a quote that fails shows nothing of why, except to the shop", async () => {
  const failing = {
    quote: async () => {
      throw new Error("password=hunter2");
    },
  };
  for (const type of ["application/json", "application/x-www-form-urlencoded"]) {
    const { post, seen } = shop(failing);
    const response = await post({ "content-type": type });
    assert.equal(response.status, 500);
    assert.ok(!(await response.text()).includes("hunter2"));
    assert.equal(seen.problems[0].kind, "quote-failed");
    assert.equal(seen.problems[0].error.message, "password=hunter2");
  }
});

test("an address that LINE Pay does not know: neutral to the buyer, all of it to the shop", async () => {
  const error = new LinePayError({
    code: "REFUSED",
    message: "Register the address 203.0.113.7 in the merchant center",
    returnCode: "1106",
    returnMessage: "Header information error. Ip address [203.0.113.7] is not allowed to access this API",
  });
  const refusing = {
    reserve: () => {
      throw error;
    },
  };
  const page = shop(refusing);
  const response = await page.post({ "content-type": "application/x-www-form-urlencoded" }, "");
  const html = await response.text();
  assert.equal(response.status, 502);
  assert.match(html, /Payment temporarily unavailable/);
  assert.ok(!html.includes("203.0.113.7") && !html.includes("1106"));
  assert.deepEqual(page.seen.problems, [{ kind: "reserve-failed", message: error.message, error }]);
  const json = await (await shop(refusing).post()).json();
  assert.equal(json.error.code, "REFUSED");
  assert.ok(!JSON.stringify(json).includes("203.0.113.7"));
});

test("an order that has a payment: a form is sent to its page, JSON gets its state under a code of its own", async () => {
  const statusUrl = `${ORIGIN}/pay/status?t=token`;
  for (const [state, code] of [
    ["paid", "ALREADY_PAID"],
    ["authorized", "ALREADY_PAID"],
    ["refunded", "ORDER_HAS_PAYMENT"],
    ["mismatch", "ORDER_HAS_PAYMENT"],
  ]) {
    const standing = {
      state,
      orderId: "ORD-1",
      transactionId: payment.transactionId,
      problems: [],
      statusUrl,
      ...(state === "mismatch" ? {} : { payment }),
    };
    const { post, seen } = shop({ reserve: () => standing });
    const answer = await post();
    const body = await answer.json();
    assert.deepEqual([answer.status, body.error, body.state, body.statusUrl], [409, { code }, state, statusUrl]);
    assert.equal(body.payment?.amount, state === "mismatch" ? undefined : 360);
    assert.equal(JSON.stringify(body).includes(payment.regKey), false);
    assert.equal(seen.paid.length, code === "ALREADY_PAID" ? 1 : 0, "onPaid is told on every answer that proves it");
    const sent = await post({ "content-type": "application/x-www-form-urlencoded" }, "a=b");
    assert.deepEqual([sent.status, sent.headers.get("location")], [303, statusUrl]);
    assert.equal(seen.problems.length, 0);
  }
});

test("an error's status says whose fault it is", async () => {
  const statuses = { TIMEOUT: 504, NETWORK: 502, GATEWAY: 502, MISMATCH: 502, ILLEGAL_STEP: 409, INVALID_REQUEST: 500, TRAPPED: 500 };
  for (const [code, status] of Object.entries(statuses)) {
    const { post } = shop({
      reserve: () => {
        throw new LinePayError({ code, message: "x" });
      },
    });
    assert.equal((await post()).status, status, code);
  }
});

test("methods and paths are bounded", async () => {
  const { ask, seen, checkout } = shop();
  for (const [path, method, allow] of [
    ["/pay/reserve", "GET", "POST"],
    ["/pay/reserve", "HEAD", "POST"],
    ["/pay/reserve", "DELETE", "POST"],
    ["/pay/confirm", "POST", "GET"],
    ["/pay/confirm", "HEAD", "GET"],
    ["/pay/cancel", "HEAD", "GET"],
    ["/pay/status", "OPTIONS", "GET"],
  ]) {
    const response = await ask(path, { method });
    assert.equal(response.status, 405, `${method} ${path}`);
    assert.equal(response.headers.get("allow"), allow);
  }
  for (const path of ["/", "/pay/confirm/", "/pay//confirm", "/PAY/confirm", "/pay/other"]) {
    assert.equal((await ask(path)).status, 404, path);
    assert.equal(checkout.matches(new Request(ORIGIN + path)), false);
  }
  for (const url of [`${ORIGIN}/pay/confirm?x=1`, `${ORIGIN}/pay/confirm#x?`, "http://u@[::1]:8787/x/../pay/%63onfirm/../confirm"]) {
    assert.equal(checkout.matches({ url: new URL(url).href }), true, url);
  }
  for (const url of ["https://pay/confirm/", "https://x.invalid/?/pay/confirm", "https://x.invalid#/pay/confirm"]) {
    assert.equal(checkout.matches({ url: new URL(url).href }), false, url);
  }
  assert.equal(seen.visits.length + seen.reserves.length, 0);
});

test("a body over 64 KiB is refused, announced or not; one of 64 KiB passes", async () => {
  const { post, ask, seen } = shop();
  assert.equal((await post({}, "x".repeat(65537))).status, 413);
  const parts = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(40_000));
    },
  });
  const streamed = { method: "POST", headers: { "content-type": "application/json" }, body: parts, duplex: "half" };
  assert.equal((await ask("/pay/reserve", streamed)).status, 413);
  assert.equal((await post({ "content-length": "99999" }, "{}")).status, 413);
  // Of a request that somebody has made, the header may say anything.
  assert.equal((await post({ "content-length": "2" }, "x".repeat(65537))).status, 413);
  assert.equal(seen.reserves.length, 0);
  assert.equal((await post({}, "x".repeat(65536))).status, 200);
});

test("content types", async () => {
  const { post, ask } = shop();
  for (const type of ["text/plain", "application/jsonp", "application/x-json", ""]) {
    assert.equal((await post({ "content-type": type })).status, 415, type);
  }
  assert.equal((await ask("/pay/reserve", { method: "POST" })).status, 415);
  assert.equal((await post({ "content-type": "Application/JSON; charset=utf-8" })).status, 200);
});

test("cross-site posts: Sec-Fetch-Site, then Origin, then no browser", async () => {
  for (const [site, origin, status] of [
    ["same-origin", undefined, 200],
    ["same-origin", "null", 200],
    ["none", undefined, 200],
    ["same-site", ORIGIN, 403],
    ["cross-site", undefined, 403],
    ["cross-site", ORIGIN, 403],
    ["", undefined, 403],
    [undefined, ORIGIN, 200],
    [undefined, "https://evil.example", 403],
    [undefined, "http://shop.example.com", 403],
    [undefined, `${ORIGIN}.evil.example`, 403],
    [undefined, "null", 403],
    [undefined, undefined, 200],
  ]) {
    const headers = {};
    if (site !== undefined) headers["sec-fetch-site"] = site;
    if (origin !== undefined) headers.origin = origin;
    const { post, seen } = shop();
    const response = await post(headers);
    assert.equal(response.status, status, `${site} ${origin}`);
    assert.match(response.headers.get("content-type"), /^application\/json/);
    assert.equal(seen.reserves.length, status === 200 ? 1 : 0);
  }
});

test("the public origin: the option, or https, or loopback; never a forwarded header", async () => {
  const at = async (url, options = {}, headers = {}) => {
    const { checkout, seen } = shop(options);
    const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: "{}" };
    const response = await checkout.fetch(new Request(url, init), {});
    return seen.reserves[0]?.settings.origin ?? response.status;
  };
  const forwarded = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" };
  assert.equal(await at(`${ORIGIN}/pay/reserve`, {}, forwarded), ORIGIN);
  assert.equal(await at("http://127.0.0.1:8080/pay/reserve"), "http://127.0.0.1:8080");
  assert.equal(await at("http://[::1]:8080/pay/reserve"), "http://[::1]:8080");
  assert.equal(await at("http://localhost/pay/reserve"), "http://localhost");
  assert.equal(await at("http://shop.example.com/pay/reserve", {}, forwarded), 500);
  assert.equal(await at("http://127.0.0.1.evil.example/pay/reserve"), 500);
  assert.equal(await at("http://10.0.0.2/pay/reserve", { origin: ORIGIN }), ORIGIN);
});

test("options are checked at once, each by its name", () => {
  for (const [options, path] of [
    [{ quote: undefined }, "quote"],
    [{ onPaid: "x" }, "onPaid"],
    [{ onProblem: 1 }, "onProblem"],
    [{ linePay: undefined }, "linePay"],
    [{ onPayed: () => 0 }, "onPayed"],
    [{ origin: "http://shop.example.com" }, "origin"],
    [{ origin: `${ORIGIN}/shop` }, "origin"],
    [{ origin: "https://user:pw@shop.example.com" }, "origin"],
    [{ origin: "javascript:alert(1)" }, "origin"],
    [{ paths: { confirm: "pay" } }, "paths.confirm"],
    [{ paths: { confirm: "//evil.example/x" } }, "paths.confirm"],
    [{ paths: { confirm: "/a/../b" } }, "paths.confirm"],
    [{ paths: { confirm: "/a?b" } }, "paths.confirm"],
    [{ paths: { conform: "/a" } }, "paths.conform"],
    [{ paths: { shop: "//evil.example" } }, "paths.shop"],
    [{ paths: { confirm: "/pay/cancel" } }, "paths"],
    [{ paths: 5 }, "paths"],
    [{ linePay: null }, "linePay"],
    [{ linePay: Promise.resolve({}) }, "linePay"],
    [{ lifetimeSeconds: 59 }, "lifetimeSeconds"],
    [{ lifetimeSeconds: 604_801 }, "lifetimeSeconds"],
    [{ lifetimeSeconds: 90.5 }, "lifetimeSeconds"],
    [{ lifetimeSeconds: "7200" }, "lifetimeSeconds"],
    [{ signingKey: "" }, "signingKey"],
    [{ signingKey: [] }, "signingKey"],
    [{ signingKey: null }, "signingKey"],
    [{ signingKey: 7 }, "signingKey"],
    [{ signingKey: "k".repeat(31) }, "signingKey"],
    [{ signingKey: ["k".repeat(32), "old"] }, "signingKey"],
    [{ signingKey: Promise.resolve("k".repeat(32)) }, "signingKey"],
    [{ shopName: ["Tea"] }, "shopName"],
  ]) {
    assert.throws(
      () => shop(options),
      (error) => error.code === "INVALID_CONFIGURATION" && error.issues[0].path === path,
      path,
    );
  }
});

test("a misspelt option is told with the one that was meant", () => {
  for (const [options, message, messageZhTw] of [
    [{ onPayed: () => 0 }, "onPayed is not an option; did you mean onPaid?", "onPayed 不是選項；您是指 onPaid 嗎？"],
    [{ signingkey: "x" }, "signingkey is not an option; did you mean signingKey?", "signingkey 不是選項；您是指 signingKey 嗎？"],
    [
      { paths: { conform: "/a" } },
      "paths.conform is not an option; did you mean paths.confirm?",
      "paths.conform 不是選項；您是指 paths.confirm 嗎？",
    ],
  ]) {
    assert.throws(
      () => shop(options),
      ({ issues: [issue] }) => issue.message === message && issue.messageZhTw === messageZhTw,
      message,
    );
  }
  assert.throws(() => shop({ webhook: 1 }), { message: /^webhook is not an option; there are linePay, quote, / });
});

test("keys, lifetime and paths reach the module; a client that cannot be made is the shop's problem", async () => {
  const signingKeys = ["new", "old"].map((age) => age.padEnd(32, "-"));
  const { ask, seen } = shop({ signingKey: () => signingKeys, lifetimeSeconds: 60, paths: { confirm: "/done", status: "/state" } });
  await ask("/done?t=1");
  assert.deepEqual(seen.visits[0].settings, {
    origin: ORIGIN,
    confirmPath: "/done",
    cancelPath: "/pay/cancel",
    statusPath: "/state",
    signingKeys,
    lifetimeSeconds: 60,
  });
  const broken = shop({
    linePay: () => {
      throw new LinePayError({ code: "INVALID_CONFIGURATION", message: "channelId is missing" });
    },
  });
  for (const response of [await broken.post(), await broken.ask("/pay/confirm?t=1")]) {
    assert.equal(response.status, 500);
    assert.ok(!(await response.text()).includes("channelId"));
  }
  assert.deepEqual(
    broken.seen.problems.map(({ kind }) => kind),
    ["misconfigured", "misconfigured"],
  );
});
