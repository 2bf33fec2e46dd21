// merchant.js in a browser, page or worker, where it answers to calls of a function. Nobody should run a shop there; it shows
// that the module, the client and the checkout behave the same.
import merchant from "./merchant.js";

// Browsers hide cookies and a few other headers from scripts; a server's script sees all of them.
const visible = (message, headers) => Object.defineProperty(message, "headers", { value: new Headers(headers) });
globalThis.Response = class extends Response {
  constructor(body, init) {
    super(body, init);
    visible(this, init?.headers);
  }
};

/** LINE Pay takes no calls from pages: the test's own server passes them on. */
async function relay(url, { method, headers, body, signal }) {
  const passed = JSON.stringify({ url, method, headers, body });
  return fetch("/relay", { method: "POST", body: passed, signal });
}

/** Answers one request to the merchant, everything as plain data. */
globalThis.ask = async (url, init, bindings, allowed) => {
  const env = { ...bindings, ...(allowed ? { RELAY: relay } : {}) };
  const request = visible(new Request(url, init), init.headers);
  // Firefox gives no stream of a request's body.
  if (init.body) Object.defineProperty(request, "body", { value: new Blob([init.body]).stream() });
  const response = await merchant.fetch(request, env);
  return { status: response.status, headers: [...response.headers], body: await response.text() };
};
