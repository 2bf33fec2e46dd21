// A shop over a sandbox: a checkout of the build that is looked at, the sandbox, and a browser with a jar of cookies.
import { numbers } from "./call.js";
import { CREDENTIALS } from "./fixtures.js";
import { now } from "./world.js";

export const ORIGIN = "https://shop.example.com";

const PRODUCTS = [{ name: "Tea", quantity: 1, price: 360 }];

/** An order of each kind, by version; what `more` says on top. */
export function orderOf(version, orderId = "ORD-1", more = {}) {
  const { amount = 360, options, ...rest } = more;
  const sum = { orderId, amount, currency: "TWD" };
  if (version === "v2") return { ...sum, productName: "Tea", ...rest, ...(options?.payment ?? {}) };
  const products = PRODUCTS.map((product) => ({ ...product, price: amount }));
  return { ...sum, packages: [{ id: "1", amount, products }], ...(options === undefined ? {} : { options }), ...rest };
}

/** A shop that notes all that it is told, and all that its pages say. */
export class Shop {
  notes = [];
  jar = new Map();

  static async open(build, server, { version = "v3", settings, checkout: options = {}, client = {}, headers = {}, order } = {}) {
    const shop = new Shop();
    shop.sandbox = await server.createSandbox({
      ...CREDENTIALS,
      seed: "differential",
      now,
      ...(settings === undefined ? {} : { settings }),
    });
    Object.assign(shop, { version, headers, client, options, order: order ?? orderOf(version), number: numbers() });
    shop.use(build);
    return shop;
  }

  /** Goes on with this build: its client and its checkout, over the same sandbox and for the same browser. */
  use(build) {
    const { version, client, options, sandbox, notes } = this;
    const onEvent = (event) => void notes.push({ event: this.number(event) });
    this.linePay = new build.main.LinePay({ ...CREDENTIALS, version, baseUrl: sandbox.baseUrl, fetch: sandbox.fetch, onEvent, ...client });
    this.checkout = build.checkout.createCheckout({
      linePay: this.linePay,
      quote: () => this.order,
      onPaid: (payment) => void notes.push({ paid: payment }),
      onProblem: (problem) => void notes.push({ problem }),
      ...(typeof options === "function" ? options(this) : options),
    });
  }

  /** One request of the browser; what the answer says is noted, and its cookies are kept. */
  async ask(what, url, { method = "GET", headers = {}, body, cookies = true } = {}) {
    const all = { ...this.headers, ...headers };
    const jar = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookies && jar !== "") all.cookie = jar;
    const waited = [];
    const request = new Request(new URL(url, ORIGIN), {
      method,
      headers: all,
      body,
      ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
    });
    const response = await this.checkout.fetch(request, { env: true }, { waitUntil: (work) => void waited.push(work) });
    const text = await response.text();
    const answer = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      cookies: response.headers.getSetCookie(),
      text,
    };
    if (cookies) this.#keep(answer.cookies);
    this.notes.push({ asked: what, ...answer, matches: this.checkout.matches(request) });
    await Promise.all(waited);
    return answer;
  }

  #keep(cookies) {
    for (const cookie of cookies) {
      const [, name, value] = /^([^=]*)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && !/max-age=0\b/i.test(cookie)) this.jar.set(name, value);
      else this.jar.delete(name);
    }
  }

  /** Asks for the reservation as a script or as a form; what a script is told of it. */
  async reserve(what = "reserve", form = false) {
    const type = form ? "application/x-www-form-urlencoded" : "application/json";
    const answer = await this.ask(what, "/pay/reserve", { method: "POST", headers: { "content-type": type }, body: form ? "a=1" : "{}" });
    try {
      return JSON.parse(answer.text);
    } catch {
      return {};
    }
  }

  /** Drives the sandbox; what it refuses is noted. */
  async play(what, ...given) {
    try {
      return await this.sandbox[what](...given);
    } catch (thrown) {
      this.notes.push({ played: what, thrown: thrown.message });
      return {};
    }
  }

  /** The transaction that was made last. */
  async latest() {
    return (await this.sandbox.transactions()).at(-1)?.transactionId ?? "1";
  }

  /** The shop itself calls LINE Pay; what it is told is noted. */
  async call(operation, given) {
    const end = await this.linePay[operation](given).catch((thrown) => ({ thrown }));
    this.notes.push({ called: operation, end });
    return end;
  }

  /** The status as a script sees it and as a page. */
  async look(what, url) {
    if (url === undefined) return;
    await this.ask(`${what}, a page`, url);
    await this.ask(`${what}, JSON`, url, { headers: { accept: "application/json" } });
    await this.ask(`${what}, without cookies`, url, { cookies: false });
  }

  /** Everything that was noted, and what LINE Pay knows at the end. */
  async end() {
    const [payments, calls, keys] = [await this.sandbox.transactions(), await this.sandbox.calls(), await this.sandbox.regKeys()];
    // Every build draws its nonces as it likes, and takes its time.
    for (const call of calls) {
      delete call.milliseconds;
      for (const header of call.headers ?? []) if (/nonce$/i.test(header[0])) header[1] = "‹nonce›";
    }
    return { notes: this.notes, payments, calls, keys };
  }
}
