import type { Ledger, LedgerRecord, LedgerWritten } from "../ledger.js";

/** Options of `ledgerContract`. */
export interface ContractOptions {
  /** Lets so many milliseconds go by on the ledger's clock. A real wait unless told otherwise: for a ledger with a clock of its own. */
  wait?: (milliseconds: number) => Promise<void>;
}

/** A case: what is done with a ledger, and what must come of it. */
export type Story = (trial: Trial) => Promise<void>;

/** In the year 2096: open, and not looked at for a long time. */
export const FAR = 4_000_000_000_000;

/** Fails a case with a sentence. */
export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

export function equal<T>(found: T, wanted: T, what: string): void {
  must(Object.is(found, wanted), `${what}: ${show(found)} instead of ${show(wanted)}`);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;
}

let trials = 0;

/** One run of a case: three ledgers over one store, and keys that nobody else has. */
export class Trial {
  readonly #prefix = `contract-${crypto.randomUUID()}-`;
  readonly #keys = new Set<string>();
  /** Earlier than any real order's `wakeAt`, and than that of any run before: what such a run has left behind is listed later. */
  readonly early = 3e12 - Date.now() - 100_000 * ++trials;

  constructor(
    /** Three, as of three workers. */
    readonly ledgers: readonly [Ledger, Ledger, Ledger],
    readonly wait: (milliseconds: number) => Promise<void>,
  ) {}

  get ledger(): Ledger {
    return this.ledgers[0];
  }

  /** The ledger of the nth worker. */
  of(worker: number): Ledger {
    return this.ledgers[worker % this.ledgers.length] as Ledger;
  }

  key(name: string): string {
    const key = this.#prefix + name;
    this.#keys.add(key);
    return key;
  }

  /** Those of a listing that belong to this run, without what stands before their names. */
  own(keys: string[]): string[] {
    must(
      keys.every((key) => typeof key === "string"),
      "a listing is a list of keys",
    );
    return keys.filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length));
  }

  /** The first write of a key. */
  async begin(key: string, text: string, wakeAt?: number): Promise<LedgerWritten> {
    const written = await this.ledger.write(key, text, undefined, wakeAt);
    must(written !== undefined, "the first write of a key is told to be a conflict");
    must(typeof written.version === "string", "a version is no text");
    return written;
  }

  async record(key: string, ledger: Ledger = this.ledger): Promise<LedgerRecord | undefined> {
    return (await ledger.read(key)).record;
  }

  /** What is there now, for the next write. */
  async found(key: string, ledger: Ledger = this.ledger): Promise<LedgerRecord> {
    const record = await this.record(key, ledger);
    must(record !== undefined, "a record that was written is not found");
    return record;
  }

  /** Every open key of this run, page by page. */
  async opened(size: number): Promise<string[]> {
    const keys: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await this.ledger.open(after, size);
      must(page.length <= size, `a page of ${size} has ${page.length} keys`);
      keys.push(...this.own(page));
      if (page.length < size) return keys;
      const last: string | undefined = page.at(-1);
      must(last !== undefined && last !== after, "a page ends with the key that it began after");
      after = last;
    }
  }

  /** Waits until something that may come a little later is so. */
  async soon(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
    for (const pause of [0, 10, 30, 60, 100, 300, 500, 1000, 1500, 1500]) {
      await this.wait(pause);
      if (await holds()) return;
    }
    must(false, otherwise);
  }

  async clean(): Promise<void> {
    await Promise.all([...this.#keys].map((key) => this.#remove(key)));
  }

  async #remove(key: string): Promise<void> {
    for (let tries = 0; tries < 20; tries += 1) {
      const record = await this.record(key);
      if (record === undefined) break;
      const closed = await this.ledger.write(key, record.text, record.version, undefined);
      if (closed !== undefined) await this.ledger.remove(key, closed.version);
    }
  }
}

export async function runIn(open: () => Ledger | Promise<Ledger>, { wait = pause }: ContractOptions, story: Story): Promise<void> {
  const trial = new Trial([await open(), await open(), await open()], wait);
  try {
    await story(trial);
  } finally {
    // What went wrong before is what counts.
    await trial.clean().catch(() => {});
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
