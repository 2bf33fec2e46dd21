import * as module from "#module";
import { LinePayError } from "./errors.js";
import { changes } from "./operations.js";
import type { Host } from "./host.js";
import type { Core } from "./module.js";
import { fromModule } from "./thrown.js";

/** Whether an operation only reads: losing it leaves no doubt about a payment. */
const isQuery = (operation: string): boolean => (changes as Record<string, string>)[operation] === "query";

const inFlight = new Set<(cause: unknown) => void>();

module.onTrap(onTrap);

/**
 * Runs one call of the module and settles whatever happens: with its result, with its error, or with `TRAPPED` where the module
 * stopped. A trap ends every call in flight, for all of them lived in the same memory; the next call finds a fresh instance.
 */
export function run<T>(operation: string, host: Host, start: (core: Core, host: Host) => Promise<unknown>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let waiting = 0;
    let open = true;
    let stop: (() => void) | undefined;
    const close = (): void => {
      open = false;
      inFlight.delete(lose);
    };
    const lose = (cause: unknown): void => {
      close();
      reject(trapped(operation, cause));
      // Nobody is left to hear the answer: its connection and its timer must not keep the process up. workerd refuses to touch
      // those of another request; there they end with their request.
      try {
        stop?.();
      } catch {
        return;
      }
    };
    // The module says when it traps. Should a call die in another way, its promise just stays: the module waits for nothing but
    // its host, and goes on within the same turn once the host has answered. So one that waits for no answer at the next turn is dead.
    const look = (): void => {
      if (open && waiting === 0) onTrap(undefined);
    };
    const watch = <R>(answer: Promise<R>): Promise<R> => {
      waiting += 1;
      return answer.finally(() => {
        waiting -= 1;
        if (waiting === 0) setTimeout(look, 0);
      });
    };
    const watched: Host = {
      send: (method, url, headers, body, timeoutMs, signal) =>
        watch(
          host.send(method, url, headers, body, timeoutMs, signal, (end) => {
            stop = end;
          }),
        ),
      sleep: (milliseconds) => watch(host.sleep(milliseconds)),
      now: host.now,
      nonce: host.nonce,
      event: host.event,
      quiet: host.quiet ?? false,
    };
    // First, since it throws in the global scope of a worker: what was not begun is not in flight.
    setTimeout(look, 0);
    inFlight.add(lose);
    const fail = (thrown: unknown): void => {
      if (!open) return;
      const error = fromModule(thrown);
      if (error === undefined) onTrap(thrown);
      else {
        close();
        reject(error);
      }
    };
    try {
      start(module.core(), watched).then((value) => {
        if (!open) return;
        close();
        resolve(value as T);
      }, fail);
    } catch (thrown) {
      fail(thrown);
    }
  });
}

/** Runs one synchronous export of the module. */
export function runNow<T>(start: (core: Core) => T): T {
  try {
    return start(module.core());
  } catch (thrown) {
    const error = fromModule(thrown);
    if (error !== undefined) throw error;
    onTrap(thrown);
    throw trapped(undefined, thrown);
  }
}

function onTrap(cause: unknown): void {
  try {
    module.replace();
  } catch {
    // The next call tries again. Those in flight have lost their instance all the same, and nobody else will settle them.
  }
  for (const lose of [...inFlight]) lose(cause);
}

function trapped(operation: string | undefined, cause: unknown): LinePayError {
  const reads = operation === undefined || isQuery(operation);
  const error = new LinePayError({
    code: "TRAPPED",
    message: `The WebAssembly module stopped during this call and was replaced${reads ? "" : "; ask LINE Pay what happened"}`,
    outcome: reads ? "not-executed" : "unknown",
    retry: reads ? "again" : "ask-first",
    ...(operation === undefined ? {} : { operation }),
  });
  if (cause !== undefined) Object.defineProperty(error, "cause", { value: cause, configurable: true });
  return error;
}
