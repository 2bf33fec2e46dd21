// A world that is the same for both builds: its clock, timers and ids. Time passes only where nothing else is left to do, so that a
// call which waits 25 seconds takes none, and no answer depends on how busy the machine is.
const real = { setImmediate: globalThis.setImmediate, Date: globalThis.Date, uuid: globalThis.crypto.randomUUID };

/** The time when a case begins. */
export const START = Date.UTC(2026, 4, 7, 3, 4, 5);

/** Turns of the event loop without an end before a timer fires: enough for any chain of streams and promises. */
const TURNS = 12;

let clock = START;
let timers = new Map();
let serial = 0;
let ids = 0;
let said = [];

export const now = () => clock;

/** Puts the world in the place of the runtime's clock, timers, ids and log. Before anything else is imported. */
export function install() {
  globalThis.Date = class extends real.Date {
    constructor(...given) {
      if (given.length === 0) super(clock);
      else super(...given);
    }
    static now() {
      return clock;
    }
  };
  globalThis.setTimeout = (work, milliseconds = 0, ...given) => {
    const timer = { id: ++serial, at: clock + Math.max(0, Number(milliseconds) || 0), fire: () => work(...given) };
    Object.assign(timer, { ref: () => timer, unref: () => timer, hasRef: () => true });
    timers.set(timer.id, timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => void timers.delete(timer?.id);
  globalThis.crypto.randomUUID = () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`;
  for (const way of ["error", "warn"]) console[way] = (...words) => said.push([way, ...words]);
  for (const loose of ["unhandledRejection", "uncaughtException"]) process.on(loose, (error) => said.push([loose, error]));
}

/** Begins anew: what was left over from the case before is forgotten. */
export function begin() {
  clock = START;
  timers = new Map();
  ids = 0;
  said = [];
}

export function pass(milliseconds) {
  clock += milliseconds;
}

const turn = () => new Promise((resolve) => real.setImmediate(resolve));

/**
 * Drives some work to its end, and tells what it came to: `{ value }`, `{ thrown }`, or `{ never: true }` where it waits for nothing.
 */
export async function drive(work) {
  let end;
  Promise.resolve(work).then(
    (value) => {
      end = { value };
    },
    (thrown) => {
      end = { thrown };
    },
  );
  for (;;) {
    for (let turns = 0; turns < TURNS && end === undefined; turns++) await turn();
    if (end !== undefined) return end;
    const next = earliest();
    if (next === undefined) return { never: true };
    timers.delete(next.id);
    clock = Math.max(clock, next.at);
    next.fire();
  }
}

/** What was logged, or thrown where nobody catches it, once what was begun has had its turn. */
export async function aside() {
  await turn();
  return said;
}

function earliest() {
  let first;
  for (const timer of timers.values()) {
    if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.id < first.id)) first = timer;
  }
  return first;
}
