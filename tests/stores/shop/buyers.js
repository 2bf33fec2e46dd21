import { pause } from "../writers.js";

/** What buyers do with a shop that runs at several addresses, each an isolate of its own. */
export class Buyers {
  #town;
  #isolates;
  #next = 0;

  /**
   * @param {object} town What stands around the shop.
   * @param {((path: string, init?: object) => Promise<Response>)[]} isolates How each is asked.
   */
  constructor(town, isolates) {
    this.#town = town;
    this.#isolates = isolates;
  }

  get isolates() {
    return this.#isolates.length;
  }

  /** Asks the next isolate. */
  ask(path, init) {
    const ask = this.#isolates[this.#next++ % this.#isolates.length];
    return ask(path, init);
  }

  /** A wish to pay, by a script of the shop. */
  async pay(version, orderId) {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ orderId }) };
    const answer = await this.ask(`/${version}/reserve`, init);
    return { status: answer.status, ...(await answer.json()) };
  }

  /** What the ledger knows of an order. */
  async record(orderId) {
    const { record } = await (await this.ask(`/record?orderId=${orderId}`)).json();
    return record && JSON.parse(record.text);
  }

  /** Waits until it knows that the hooks have taken all there was to tell: a page need not wait for that. */
  async told(orderId) {
    while ((await this.record(orderId)).outbox.length > 0) await pause(20);
  }

  /** The buyer cancels at LINE Pay; where the browser is sent then. */
  async cancel(transactionId) {
    const { pathname, search } = new URL((await this.#town.sandbox.cancel(transactionId)).redirectUrl);
    return pathname + search;
  }

  /** Approves as the buyer does; where LINE Pay sends the browser then. */
  async approve(transactionId) {
    const { pathname, search } = new URL((await this.#town.sandbox.approve(transactionId)).redirectUrl);
    return pathname + search;
  }

  /** An order that is reserved and approved. */
  async approved(version, orderId) {
    const reserved = await this.pay(version, orderId);
    if (reserved.transactionId === undefined) throw new Error(`no reservation: ${JSON.stringify(reserved)}`);
    return { ...reserved, back: await this.approve(reserved.transactionId) };
  }

  /** What a page says: its title. */
  async page(path) {
    const answer = await this.ask(path, { headers: { "accept-language": "en" } });
    const text = await answer.text();
    return /<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? `${answer.status}: ${text.slice(0, 200)}`;
  }

  /** What the status page says to a script. */
  async state(statusUrl) {
    const { pathname, search } = new URL(statusUrl);
    return (await (await this.ask(pathname + search, { headers: { accept: "application/json" } })).json()).state;
  }

  /** A timer or a cron trigger comes by. */
  async scheduled() {
    const answer = await this.ask("/scheduled", { method: "POST" });
    if (!answer.ok) throw new Error(await answer.text());
  }
}
