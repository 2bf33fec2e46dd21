import * as module from "#module";
import { LinePayError } from "./errors.js";
import { type Answer, type Exchange, type Host, LOST, send, sleep, tell } from "./host.js";
import { changes } from "./operations.js";
import { fromModule, resultOf } from "./thrown.js";
import type { LinePayEvent } from "./reports.js";

/** What a task of the module begins with, each as the module's text. */
export interface Task {
  /** An operation's name, or what the checkout asks for. */
  start: string;
  config: string;
  request: string;
  options: string;
}

/** What the module is asked to begin or to go on with, and the time. It can be asked again. */
type Step = [text: string, now: number];

/** What the module says of a task that it does not hold. */
const GONE = "G";

/** Of this isolate; no number is used twice. */
let [tasks, calls] = [0, 0];

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
  const shared: Exchange = {};
  let instance: number | undefined;
  let hand: Hand | undefined;
  let text = "";
  let given: Answer = { status: 0, text: "" };
  // Each step has a nonce, for the request that it may come to. Drawn outside of any guard: in the global scope of a worker the
  // runtime says in its own words that it gives no randomness there.
  const ask = (what: string, rest: string): void => {
    text = `${what}\n${number}\n${crypto.randomUUID()}\n${rest}`;
  };
  ask("start", `${host.onEvent ? 1 : 0}\n${task.start}\n${task.config}\n${task.options}\n${task.request}`);
  for (;;) {
    let out = GONE;
    try {
      const step: Step = [text, Date.now()];
      steps.push(step);
      const core = module.core();
      if (instance === module.instance()) out = core.ask(...step);
      instance = module.instance();
      if (out === GONE) for (const again of steps) out = core.ask(...again);
      if (out === GONE) throw new Error("the task was lost");
    } catch (cause) {
      if (cause instanceof LinePayError) throw cause;
      module.replace();
      throw trapped(operation, cause, hand && { ...hand, raw: masked(task.config, hand.raw) });
    }
    if (out.startsWith("V")) {
      // Tells the events before what is to be done. The module has returned: a listener may call it again.
      const end = out.indexOf("\n");
      for (const event of JSON.parse(out.slice(1, end)) as LinePayEvent[]) {
        if (event.type === undefined) {
          host.early?.(event);
          continue;
        }
        event.call = numbers[event.call] ??= calls += 1;
        void tell(host, event);
      }
      out = out.slice(end + 1);
    }
    if (out.startsWith("S")) {
      const end = out.indexOf("\n\n");
      const [timeout, method, url, ...pairs] = out.slice(1, end).split("\n") as [string, string, string];
      const headers: Record<string, string> = {};
      while (pairs.length > 0) headers[pairs.shift() ?? ""] = pairs.shift() ?? "";
      const changed = method !== "GET";
      const init: RequestInit = { method, headers, redirect: "manual" };
      if (changed) init.body = out.slice(end + 2);
      given = await send(host, url, init, Number(timeout), signal, shared).catch(() => ({ status: LOST.network, text: "" }));
      // What the last change was answered: a query after it must not hide it.
      if (given.status >= 100 && (changed || hand?.changed !== true)) hand = { status: given.status, raw: given.text, changed };
    } else if (out.startsWith("W")) {
      await sleep(Number(out.slice(1)));
      given = { status: 0, text: "" };
    } else if (host.keep !== undefined && /^[LKH]/.test(out)) {
      given = await host.keep(out);
    } else {
      return resultOf(out, given.text) as T;
    }
    // A stub's status may be any number.
    ask("resume", `${given.status & 0xffff}\n${given.text}`);
  }
}

/** The last answer that a task was given. */
interface Hand {
  status: number;
  raw: string | undefined;
  changed: boolean;
}

/** Asks the module for what needs no task. */
export function runNow<T>(text: string, now = 0): T {
  let out: string;
  try {
    out = module.core().ask(text, now);
  } catch (cause) {
    const error = fromModule(cause);
    if (error !== undefined) throw error;
    module.replace();
    throw trapped(undefined, cause);
  }
  return resultOf(out) as T;
}

/** A server's text without the secret, by the fresh instance; none where that traps as well. */
function masked(config: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return module.core().ask(`mask\n${config}\n${text}`, 0);
  } catch {
    module.replace();
    return undefined;
  }
}

function trapped(operation: string | undefined, cause: unknown, hand?: Hand): LinePayError {
  // One that only reads leaves no doubt about a payment.
  const reads = operation === undefined || (changes as Record<string, string>)[operation] === "query";
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
