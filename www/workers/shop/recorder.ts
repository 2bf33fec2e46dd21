/** Sends the steps of one request to the store, in order, as they happen. Tracing never fails a payment. */
import type { Step } from "./trace";

export interface Reference {
  visitor?: string;
  orderId?: string;
  transactionId?: string;
}

export class Recorder {
  readonly #send: (reference: Reference, steps: Step[]) => Promise<unknown>;
  readonly #reference: Reference;
  #waiting: Step[] = [];
  #sent: Promise<unknown> = Promise.resolve();

  constructor(reference: Reference, send: (reference: Reference, steps: Step[]) => Promise<unknown>) {
    this.#reference = reference;
    this.#send = send;
  }

  /** What is known of the purchase by now. */
  get reference(): Reference {
    return { ...this.#reference };
  }

  /** Steps wait until it is known which purchase they belong to. */
  add(step: Step, learned: Reference = {}): void {
    this.#waiting.push(step);
    this.about(learned);
  }

  about(learned: Reference): void {
    const { orderId, transactionId } = learned;
    if (orderId) this.#reference.orderId ??= orderId;
    if (transactionId) this.#reference.transactionId ??= transactionId;
    if (this.#reference.orderId || this.#reference.transactionId) this.#flush();
  }

  /** At the end of the request: what is still waiting goes to the visitor's newest purchase. */
  async finish(): Promise<void> {
    this.#flush();
    await this.#sent;
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const steps = this.#waiting;
    const reference = this.reference;
    this.#waiting = [];
    this.#sent = this.#sent.then(() => this.#send(reference, steps)).catch(() => undefined);
  }
}
