/** Seconds that the buyer waits for `onPaid` before the page says that the order is being registered. */
export const DELIVERY_SECONDS = 10;

/** Seconds that the buyer waits for `quote`. */
export const QUOTE_SECONDS = 20;

/** Seconds that the buyer waits for functions of the options that give a client or keys. */
export const OPENING_SECONDS = 10;

/** Seconds that a ledger may take to say what is due. */
export const LEDGER_SECONDS = 5;

/** Seconds that a page waits to learn whether `onProblem` has taken a problem, before it says so. */
export const TELLING_SECONDS = 2;

/** Seconds that a sweep waits, when all else is done, for hooks past their time and for `onProblem`. */
export const AFTER_SECONDS = 10;

/** The most that is read of a body that nobody wants: with its sender cut off, the answer would be lost on the way. */
export const UNWANTED_LIMIT = 16 * 1024 * 1024;

/** Seconds for which such a body is read. */
export const UNWANTED_SECONDS = 10;

/** What work comes to that is not done in time; it goes on all the same. */
export const LATE = Symbol("late");

/** What the work comes to, or {@link LATE} after so many seconds. What is there already needs no timer. */
export async function within<T>(work: T | Promise<T>, seconds: number): Promise<T | typeof LATE> {
  if (typeof (work as { then?: unknown } | null | undefined)?.then !== "function") return work;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
