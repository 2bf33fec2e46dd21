import assert from "node:assert/strict";

/**
 * Writers over a few keys while something ends the store under them. Each record names every write that made it, so that afterwards
 * it can be told of each write whether it stands: one that was acknowledged has to, one whose answer was lost may.
 */
export class Writers {
  #open;
  #keys;
  /** Every write: its name, its key and what became of it. */
  writes = [];
  #over = false;
  #running = [];

  /** @param {() => object} open Gives a ledger; asked again after an error, as a worker would. */
  constructor(open, keys = 6) {
    this.#open = open;
    const run = crypto.randomUUID();
    this.#keys = Array.from({ length: keys }, (_, index) => `kill-${run}-${index}`);
  }

  start(writers = 18) {
    this.#running = Array.from({ length: writers }, (_, writer) => this.#write(writer));
  }

  count(outcome) {
    return this.writes.filter((write) => write.outcome === outcome).length;
  }

  /** Waits until so many more writes were acknowledged. */
  async acknowledged(more) {
    const goal = this.count("written") + more;
    for (const end = Date.now() + 60_000; this.count("written") < goal; await pause(5)) {
      assert.ok(Date.now() < end, `no ${more} writes within a minute; ${JSON.stringify(this.last)}`);
    }
  }

  async #write(writer) {
    let ledger = await this.#open();
    for (let turn = 0; !this.#over; turn += 1) {
      const key = this.#keys[(writer + turn) % this.#keys.length];
      const write = { name: `${writer}.${turn}`, key, outcome: "not sent" };
      try {
        const { record } = await ledger.read(key);
        // Old names fall off before a record is too large; only the newest can have been lost.
        const names = record === undefined ? [] : JSON.parse(record.text);
        const text = JSON.stringify([...names, write.name].slice(-2000));
        this.writes.push(write);
        write.outcome = "unknown";
        write.after = names.at(-1);
        const written = await ledger.write(key, text, record?.version, 4e12);
        write.outcome = written === undefined ? "conflict" : "written";
      } catch (error) {
        this.last = String(error?.message ?? error);
        await pause(20);
        ledger = await this.#open();
      }
    }
  }

  /** Ends the writers, and looks whether the records agree with what was acknowledged. */
  async judge() {
    this.#over = true;
    await Promise.all(this.#running);
    const ledger = await this.#open();
    const open = [];
    for (let after; ; after = open.at(-1)) {
      const page = await ledger.open(after, 1000);
      open.push(...page);
      if (page.length < 1000) break;
    }
    for (const key of this.#keys) {
      const names = JSON.parse((await ledger.read(key)).record.text);
      assert.equal(new Set(names).size, names.length, "a write stands twice");
      const mine = this.writes.filter((write) => write.key === key);
      assert.ok(names.length < 2000, "too many writes to judge");
      for (const { name, outcome } of mine) {
        const stands = names.filter((other) => other === name).length;
        if (outcome === "written") assert.equal(stands, 1, `${name} was acknowledged and does not stand`);
        if (outcome === "conflict") assert.equal(stands, 0, `${name} was refused and stands`);
      }
      const winners = mine.filter(({ outcome }) => outcome === "written").map(({ after }) => after ?? "first");
      assert.equal(new Set(winners).size, winners.length, "two writers have won over one version");
      assert.equal(open.filter((other) => other === key).length, 1, "an open order is not listed once");
    }
    return `${this.count("written")} written, ${this.count("conflict")} conflicts, ${this.count("unknown")} without an answer`;
  }
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
