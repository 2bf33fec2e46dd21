import { choosePorts } from "../www/demo/ports.js";
import { startSandbox } from "../www/demo/sandbox.js";

/** Drives a running sandbox through its control route and tells what it knows. */
export class SandboxControl {
  #url;

  /** @param {string} url The sandbox's origin. */
  constructor(url) {
    this.#url = url;
  }

  get url() {
    return this.#url;
  }

  async #call(method, path, body) {
    const response = await fetch(`${this.#url}/_sandbox/${path}`, {
      method,
      headers: { "x-sandbox-control": "1", ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /_sandbox/${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  /** Every payment, in the order of their ids. */
  async transactions() {
    return (await this.#call("GET", "transactions")).transactions;
  }

  /** Every key of an automatic payment. */
  async regKeys() {
    return (await this.#call("GET", "reg-keys")).regKeys;
  }

  /** Every API call, without secrets. */
  async calls() {
    return (await this.#call("GET", "log")).calls;
  }

  approve(transactionId, method) {
    return this.#call("POST", `transactions/${transactionId}/approve`, method ? { method } : undefined);
  }

  cancel(transactionId) {
    return this.#call("POST", `transactions/${transactionId}/cancel`);
  }

  decline(transactionId) {
    return this.#call("POST", `transactions/${transactionId}/decline`);
  }

  arm(fault) {
    return this.#call("POST", "faults", fault);
  }

  disarm() {
    return this.#call("DELETE", "faults");
  }

  /** Resolves once an operation has been called; fails after ten seconds. */
  async called(operation) {
    for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
      if ((await this.calls()).some((call) => call.operation === operation)) return;
    }
    throw new Error(`${operation} was not called`);
  }

  set(settings) {
    return this.#call("PUT", "settings", settings);
  }

  advance(seconds) {
    return this.#call("POST", "clock", { advanceSeconds: seconds });
  }
}

/** Worth nothing outside these tests. */
export const CREDENTIALS = { channelId: "1600000001", channelSecret: "0123456789abcdef0123456789abcdef" };

/** A sandbox of its own on a free port, with its control. */
export async function startOwnSandbox() {
  const { shop: port } = await choosePorts({ port: 0 });
  const worker = await startSandbox({ port, ...CREDENTIALS });
  return { control: new SandboxControl(worker.url), stop: worker.stop };
}
