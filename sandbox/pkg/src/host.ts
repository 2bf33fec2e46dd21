import { type Answer, type Change, type Config, Core } from "./core.js";
import { draw } from "./draw.js";

/** Where a sandbox's records are kept. */
export interface Store {
  /** What was kept so far. */
  load(): Iterable<[key: string, value: string]>;
  /** Writes changes down, all of them or none: it throws where that was not possible. */
  write(changes: Change[]): void;
}

/** The core with its memory: every change is kept before its answer is given out. */
export class Host {
  readonly #config: Config;
  readonly #store: Store | undefined;
  #core: Core | undefined;

  /** @param config Its seed is drawn at the first request where it is empty. */
  constructor(config: Config, store?: Store) {
    this.#config = config;
    this.#store = store;
  }

  /**
   * Answers one request at the host's time (milliseconds since 1970).
   *
   * @param request What `describe` made of it.
   * @throws What the store throws. The change is then not made; the next request begins from the records.
   */
  answer(request: string, body: Uint8Array, now: number): Answer {
    const begun = performance.now();
    // Not before: workerd draws no random numbers while a worker is loaded, where a test may well make its sandbox.
    this.#core ??= new Core({ ...this.#config, seed: this.#config.seed || draw(32) }, this.#store?.load());
    const answer = this.#core.answer(request, body, now);
    try {
      this.#store?.write(answer.changes);
    } catch (thrown) {
      // What is in memory differs from what is written.
      this.#core = undefined;
      throw thrown;
    }
    this.#core.took(begun);
    return answer;
  }
}
