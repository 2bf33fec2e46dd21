// What comes to a checkout's routes, how it can be set up, and hooks that throw, hang or give something else.
import { judged } from "../call.js";
import { orderOf, Shop } from "../shop.js";
import { misspelt } from "../values.js";

const later = (milliseconds, value) => new Promise((resolve) => setTimeout(resolve, milliseconds, value));
const boom = () => {
  throw new Error("mine");
};
const KEY = "k".repeat(32);

/** Opens a shop and does something there; what keeps it from opening is an answer too. */
const trying = (server, options, script) => async (build) => {
  let shop;
  try {
    shop = await Shop.open(build, server, options);
  } catch (thrown) {
    return { thrown: judged(build, thrown) };
  }
  await script(shop);
  return shop.end();
};

async function simple(shop) {
  const { statusUrl } = await shop.reserve();
  const { redirectUrl } = await shop.play("approve", await shop.latest());
  if (redirectUrl !== undefined) await shop.ask("back", redirectUrl);
  if (redirectUrl !== undefined) await shop.ask("reloaded", redirectUrl);
  await shop.look("after", statusUrl);
  await shop.reserve("as a form", true);
}

function requests() {
  const json = { "content-type": "application/json" };
  const post = (what, headers, body = "{}") => [what, "/pay/reserve", { method: "POST", headers, body }];
  const list = [
    ...["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"].map((method) => [`${method} reserve`, "/pay/reserve", { method }]),
    ...["POST", "HEAD", "PUT", "OPTIONS"].flatMap((method) =>
      ["confirm", "cancel", "status"].map((route) => [`${method} ${route}`, `/pay/${route}`, { method }]),
    ),
    ...["/", "/pay", "/pay/", "/pay/confirm/", "/PAY/CONFIRM", "/pay/reserve%20", "//pay/status", "/pay/x"].map((path) => [
      `GET ${path}`,
      path,
      {},
    ]),
    ...["confirm", "cancel", "status"].map((route) => [`${route} without a query`, `/pay/${route}`, {}]),
    ...[
      "application/json; charset=utf-8",
      "APPLICATION/JSON",
      "text/plain",
      "",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "multipart/form-data; boundary=x",
      "application/jsonp",
    ].map((type) => post(`body of type ${type}`, { "content-type": type })),
    post(
      "a form in parts",
      { "content-type": "multipart/form-data; boundary=x" },
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
    ),
    post("a body that is too large", json, `"${"a".repeat(70_000)}"`),
    post("a body of 64 KiB", json, `"${"a".repeat(65_534)}"`),
    post("a body that says it is too large", { ...json, "content-length": "99999999" }),
    post("no body", json, undefined),
  ];
  for (const value of ["same-origin", "same-site", "cross-site", "none", "other"])
    list.push(post(`sec-fetch-site ${value}`, { ...json, "sec-fetch-site": value }));
  for (const value of ["https://shop.example.com", "https://evil.example", "null", "http://shop.example.com"])
    list.push(post(`origin ${value}`, { ...json, origin: value }));
  for (const [name, value] of [
    ["sec-purpose", "prefetch;prerender"],
    ["purpose", "prefetch"],
    ["x-moz", "prefetch"],
    ["x-purpose", "preview"],
  ]) {
    list.push(["prefetch", "/pay/status", { headers: { [name]: value } }], post(`prefetch by ${name}`, { ...json, [name]: value }));
  }
  for (const accept of ["*/*", "text/html", "application/json", "application/json, text/html", "application/json;q=0", ""]) {
    list.push(
      [`accept ${accept}`, "/pay/status?x=1", { headers: { accept } }],
      post(`a form, accept ${accept}`, { "content-type": "application/x-www-form-urlencoded", accept }, "a=1"),
    );
  }
  for (const language of ["", "en", "zh", "zh-TW", "zh-CN", "ja", "fr, zh-TW;q=0.5", "en;q=0, zh", "*", "zh-Hant", "x".repeat(500)])
    list.push([`in ${language}`, "/pay/status", { headers: { "accept-language": language } }]);
  return list;
}

function hooks() {
  const reply = (status) => new Response("mine", { status, headers: { "x-mine": "1" } });
  return [
    ["quote throws", () => ({ quote: boom })],
    ["quote throws a text", () => ({ quote: () => Promise.reject("no") })],
    ["quote throws null", () => ({ quote: () => Promise.reject(null) })],
    ["quote answers", () => ({ quote: () => reply(418) })],
    ["quote throws an answer", () => ({ quote: () => Promise.reject(reply(403)) })],
    ["quote gives nothing", () => ({ quote: () => undefined })],
    ["quote gives {}", () => ({ quote: () => ({}) })],
    ["quote is slow", ({ order }) => ({ quote: () => later(19_000, order) })],
    ["quote is too slow", ({ order }) => ({ quote: () => later(21_000, order) })],
    ["quote never ends", () => ({ quote: () => new Promise(() => {}) })],
    ["quote reads JSON", ({ order }) => ({ quote: (request) => request.json().then(() => order) })],
    ["quote reads a form", ({ order }) => ({ quote: (request) => request.formData().then(() => order) })],
    [
      "quote gives URLs",
      ({ order }) => ({
        quote: () => ({ ...order, confirmUrl: "https://x.example/", redirectUrls: { confirmUrl: "https://x.example/" } }),
      }),
    ],
    ["onPaid throws", () => ({ onPaid: boom })],
    [
      "onPaid throws once",
      () => {
        let calls = 0;
        return { onPaid: () => calls++ === 0 && boom() };
      },
    ],
    ["onPaid is slow", () => ({ onPaid: () => later(9000) })],
    ["onPaid is too slow", () => ({ onPaid: () => later(15_000) })],
    ["onPaid never ends", () => ({ onPaid: () => new Promise(() => {}) })],
    ["onProblem throws", () => ({ onPaid: boom, onProblem: boom })],
    ["onProblem is slow", () => ({ onPaid: boom, onProblem: () => later(5000) })],
    ["no onProblem", () => ({ onPaid: boom, onProblem: undefined })],
    ["linePay is a function", ({ linePay }) => ({ linePay: () => linePay })],
    ["linePay is a slow function", ({ linePay }) => ({ linePay: () => later(5000, linePay) })],
    ["linePay comes too late", ({ linePay }) => ({ linePay: () => later(11_000, linePay) })],
    ["linePay throws", () => ({ linePay: boom })],
    ["linePay gives nothing", () => ({ linePay: () => undefined })],
    ["linePay gives {}", () => ({ linePay: () => ({}) })],
    ["linePay is a proxy", ({ linePay }) => ({ linePay: new Proxy(linePay, {}) })],
    ["signingKey of its own", () => ({ signingKey: KEY })],
    ["signingKeys", () => ({ signingKey: [KEY, `${KEY}2`] })],
    ["signingKey by a function", () => ({ signingKey: async () => KEY })],
    ["signingKey too short by a function", () => ({ signingKey: () => "short" })],
    ["signingKey throws", () => ({ signingKey: boom })],
    ["paths of its own", () => ({ paths: { confirm: "/bezahlt", status: "/st", shop: "/laden" } })],
    ["an origin of its own", () => ({ origin: "https://other.example" })],
    ["an origin on this machine", () => ({ origin: "http://127.0.0.1:8080" })],
    ["a short life", () => ({ lifetimeSeconds: 60 })],
    ["a shop's name", () => ({ shopName: "Tea & <b>Co</b> 茶" })],
  ];
}

export async function routes(differ, { server, values }) {
  for (const version of ["v2", "v3", "v4"]) {
    for (const [what, make] of hooks()) {
      for (const language of ["en", "zh-TW"]) {
        const options = { version, headers: { "accept-language": language }, order: orderOf(version), checkout: make };
        await differ.compare(`${version} ${language} ${what}`, trying(server, options, simple));
      }
    }
    for (const [what, make] of values) {
      // What a shop's quote may hold is judged with what the checkout adds.
      await differ.compare(
        `${version} quote of ${what}`,
        trying(server, { version, checkout: () => ({ quote: make }) }, (shop) => shop.reserve()),
      );
      for (const field of ["orderId", "amount", "options", "unknown"]) {
        const checkout = () => ({ quote: () => ({ ...orderOf(version), [field]: make() }) });
        await differ.compare(
          `${version} quoted ${field} = ${what}`,
          trying(server, { version, checkout }, (shop) => shop.reserve()),
        );
      }
    }
  }
  for (const [what, url, init] of requests()) {
    for (const language of ["en", "zh-TW"]) {
      const options = { headers: { "accept-language": language } };
      await differ.compare(
        `${language} ${what}`,
        trying(server, options, (shop) => shop.ask(what, url, init)),
      );
    }
  }
  for (const origin of ["http://shop.example.com", "http://127.0.0.1:1", "http://localhost", "https://shop.example.com:8443"]) {
    await differ.compare(
      `at ${origin}`,
      trying(server, {}, (shop) =>
        shop.ask("reserve", `${origin}/pay/reserve`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }),
      ),
    );
  }
  await configured(differ, server, values);
}

async function configured(differ, server, values) {
  const names = ["linePay", "quote", "onPaid", "onProblem", "paths", "origin", "signingKey", "lifetimeSeconds", "shopName"];
  const nothing = async () => {};
  for (const name of names) {
    for (const [what, make] of values)
      await differ.compare(`${name} = ${what}`, trying(server, { checkout: () => ({ [name]: make() }) }, nothing));
    for (const other of misspelt(name)) await differ.compare(`option ${other}`, trying(server, { checkout: { [other]: "x" } }, nothing));
  }
  for (const name of ["reserve", "confirm", "cancel", "status", "shop", "other"]) {
    for (const [what, make] of values)
      await differ.compare(`paths.${name} = ${what}`, trying(server, { checkout: () => ({ paths: { [name]: make() } }) }, nothing));
    for (const path of ["/", "/pay/status", "//x", "/a?b", "/a#b", "/a/../b", "/茶", "/%20"])
      await differ.compare(`paths.${name} = ${path}`, trying(server, { checkout: { paths: { [name]: path } } }, nothing));
  }
  for (const [what, make] of values) {
    await differ.compare(`createCheckout(${what})`, (build) => {
      try {
        return typeof build.checkout.createCheckout(make());
      } catch (thrown) {
        return { thrown: judged(build, thrown) };
      }
    });
    await differ.compare(
      `fetch(${what})`,
      trying(server, {}, async (shop) => {
        const response = await shop.checkout.fetch(make(), {}, {});
        shop.notes.push({ status: response.status, text: await response.text() });
      }),
    );
  }
}
