/** What staff may do to the demo itself: kill the shop's worker, as a power cut would, and see it start again. */

/** At least so long between two kills, and so long is waited for a confirm at most, in milliseconds. */
const APART = 3000;
const PATIENCE = 120_000;
const LOOK = 50;
/** Until the answer to whoever asked has left. */
const MOMENT = 200;
/** How long LINE Pay keeps back its answer to the confirm in whose middle the worker is killed. */
const KEPT_BACK = 3;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Breaking {
  #restart;
  #sandboxUrl;
  #log;
  #kills = 0;
  #last = null;
  #doing = "nothing";

  /**
   * @param {object} demo
   * @param {() => Promise<void>} demo.restart Kills the shop's worker and starts it again.
   * @param {string} demo.sandboxUrl
   * @param {(text: string) => void} [demo.log]
   */
  constructor({ restart, sandboxUrl, log = (text) => process.stderr.write(text) }) {
    this.#restart = restart;
    this.#sandboxUrl = sandboxUrl;
    this.#log = log;
  }

  /** Whether the worker is down because somebody wanted it so. */
  get restarting() {
    return this.#doing === "restarting";
  }

  /** Answers the shop's worker, which asks only for staff who are signed in: `POST /now`, `POST /confirm`, and else how it stands. */
  async answer(request) {
    const wish = new URL(request.url).pathname.slice(1);
    if (request.method !== "POST") return this.#state();
    if (this.#doing !== "nothing" || Date.now() < (this.#last ?? 0) + APART) return { ...this.#state(), refused: "busy" };
    if (wish === "now") void this.#kill();
    else if (wish === "confirm") void this.#killAtConfirm();
    return this.#state();
  }

  #state() {
    return { kills: this.#kills, last: this.#last, doing: this.#doing };
  }

  async #kill() {
    this.#doing = "restarting";
    await pause(MOMENT);
    this.#kills += 1;
    this.#last = Date.now();
    try {
      await this.#restart();
    } catch (error) {
      this.#log(`the shop's worker could not be started again: ${error.message}\n`);
    }
    this.#doing = "nothing";
  }

  /** LINE Pay does what the next confirm asks for and keeps its answer back; then, and before the answer comes, the worker is killed. */
  async #killAtConfirm() {
    this.#doing = "waiting";
    const fault = { operation: "confirm", kind: "delay", when: "after", seconds: KEPT_BACK };
    try {
      const before = (await this.#faults()).filter(isOurs).length;
      await this.#faults(fault);
      for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(LOOK)) {
        if ((await this.#faults()).filter(isOurs).length <= before) return await this.#kill();
      }
    } catch (error) {
      this.#log(`the sandbox could not be asked: ${error.message}\n`);
    }
    this.#doing = "nothing";
  }

  async #faults(fault) {
    const headers = { "x-sandbox-control": "1", "content-type": "application/json" };
    const init = fault ? { method: "POST", headers, body: JSON.stringify(fault) } : { headers };
    const response = await fetch(`${this.#sandboxUrl}/_sandbox/faults`, init);
    return (await response.json()).faults;
  }
}

function isOurs({ operation, kind, when, seconds }) {
  return operation === "confirm" && kind === "delay" && when === "after" && seconds === KEPT_BACK;
}
