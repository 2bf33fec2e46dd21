import * as module from "#module";
import { LinePayError } from "./errors.js";
import type { Answer, Exchange, Host, Lost } from "./host.js";
import type { Core } from "./module.js";
import { changes } from "./operations.js";
import { fromModule, resultOf } from "./thrown.js";
import type { LinePayEvent } from "./wire.js";

/** What a task of the module begins with, each as the module's text. */
export interface Task {
  /** An operation's name, or what the checkout asks for. */
  start: string;
  config: string;
  request: string;
  options: string;
}

/** One step of a task, with all that it is given: it can be taken again. */
type Step = (core: Core) => string;

/** How the module is told why there is no answer. */
const LOST: Record<Lost["lost"], number> = { network: 1, timeout: 2, aborted: 3, "too-large": 4 };
const SLEPT = 0;
const NOT_SENT = 5;

/** What the module says of a task that it does not hold. */
const GONE = "G";

/** Of this isolate; no number is used twice. */
let [tasks, calls] = [0, 0];

/** Whether an operation only reads: losing it leaves no doubt about a payment. */
const isQuery = (operation: string): boolean => (changes as Record<string, string>)[operation] === "query";

/**
 * Runs one task of the module to its end: the module says what is to be done, this does it and resumes.
 *
 * A trap is an exception of the export that was running: it ends this task, with what it had in hand, and the next use of the
 * module finds a fresh instance. So does every other task, when its own answer comes: what it was given so far is given again,
 * nothing is done twice, and it goes on.
 *
 * @param operation Which operation an error is of.
 */
export async function run<T>(operation: string, host: Host, task: Task, signal?: AbortSignal): Promise<T> {
  tasks += 1;
  const number = tasks;
  const steps: Step[] = [];
  const numbers: number[] = [];
  let instance: number | undefined;
  let hand: Hand | undefined;

  const enter = (make: () => Step): string => {
    try {
      const step = make();
      steps.push(step);
      const core = module.core();
      const knows = instance === module.instance();
      instance = module.instance();
      let out = knows ? step(core) : GONE;
      if (out === GONE) for (const again of steps) out = again(core);
      if (out === GONE) throw new Error("the task was lost");
      return out;
    } catch (cause) {
      if (cause instanceof LinePayError) throw cause;
      replace();
      throw trapped(operation, cause, hand && { ...hand, raw: masked(task.config, hand.raw) });
    }
  };
  const resume = (status: number, text: string): string =>
    enter(() => {
      const [now, nonce] = [host.now(), host.nonce()];
      return (core) => core.resume(number, status, text, now, nonce);
    });
  /** Tells the events before what is to be done. The module has returned: a listener may call it again. */
  const told = (out: string): string => {
    if (!out.startsWith("V")) return out;
    const end = out.indexOf("\n");
    for (const event of JSON.parse(out.slice(1, end)) as LinePayEvent[]) {
      if (numbers[event.call] === undefined) {
        calls += 1;
        numbers[event.call] = calls;
      }
      host.event({ ...event, call: numbers[event.call] as number });
    }
    return out.slice(end + 1);
  };

  // Outside of any guard: in the global scope of a worker the runtime says in its own words that it gives no randomness there.
  const nonce = host.nonce();
  const exchange: Exchange = {};
  let out = enter(() => {
    const { start, config, request, options } = task;
    const now = host.now();
    return (core) => core.start(number, start, config, request, options, host.quiet !== true, now, nonce);
  });
  for (;;) {
    out = told(out);
    if (out.startsWith("S")) {
      if (isAborted(signal)) {
        out = resume(NOT_SENT, "");
        continue;
      }
      const { method, url, headers, body, timeout } = requestOf(out);
      const answer: Answer | Lost = await host
        .send(method, url, headers, body, timeout, signal, exchange)
        .catch(() => ({ lost: "network" }));
      if ("lost" in answer) {
        out = resume(LOST[answer.lost], "");
        continue;
      }
      // What the last change was answered: a query after it must not hide it.
      const changed = method !== "GET";
      if (changed || hand?.changed !== true) hand = { status: answer.status, raw: answer.text, changed };
      out = resume(answer.status, answer.text);
    } else if (out.startsWith("W")) {
      // A host that cannot wait does not wait.
      await host.sleep(Number(out.slice(1))).catch(() => undefined);
      out = resume(SLEPT, "");
    } else {
      return resultOf(out) as T;
    }
  }
}

/** The last answer that a task was given. */
interface Hand {
  status: number;
  raw: string | undefined;
  changed: boolean;
}

/** A request that the module wants sent: the time limit, method, URL, headers by name and value, and after an empty line a body. */
function requestOf(effect: string) {
  const end = effect.indexOf("\n\n");
  const [timeout, method, url, ...headers] = (end < 0 ? effect : effect.slice(0, end)).split("\n");
  const body = end < 0 ? undefined : effect.slice(end + 2);
  return { timeout: Number(timeout?.slice(1)), method: method as string, url: url as string, headers, body };
}

/** An object may only look like a signal. */
function isAborted(signal: AbortSignal | undefined): boolean {
  try {
    return signal?.aborted === true;
  } catch {
    return false;
  }
}

/** Runs one synchronous export of the module. */
export function runNow<T>(start: (core: Core) => string): T {
  let out: string;
  try {
    out = start(module.core());
  } catch (cause) {
    const error = fromModule(cause);
    if (error !== undefined) throw error;
    replace();
    throw trapped(undefined, cause);
  }
  return resultOf(out) as T;
}

function replace(): void {
  try {
    module.replace();
  } catch {
    // For want of memory; the next use of the module tries again.
  }
}

/** A server's text without the secret, by the fresh instance; none where that traps as well. */
function masked(config: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return module.core().mask(config, text);
  } catch {
    replace();
    return undefined;
  }
}

function trapped(operation: string | undefined, cause: unknown, hand?: Hand): LinePayError {
  const reads = operation === undefined || isQuery(operation);
  const error = new LinePayError({
    code: "TRAPPED",
    message: `The WebAssembly module stopped during this call and was replaced${reads ? "" : "; ask LINE Pay what happened"}`,
    outcome: reads ? "not-executed" : "unknown",
    retry: reads ? "again" : "ask-first",
    ...(operation === undefined ? {} : { operation }),
    ...(hand?.raw === undefined ? {} : { status: hand.status, raw: hand.raw }),
  });
  Object.defineProperty(error, "cause", { value: cause, configurable: true });
  return error;
}
