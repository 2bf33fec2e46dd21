/**
 * An orderId whose time begins now and runs `speed` times as fast: at 1000, LINE Pay's 20 minutes are over in little more than a second. At
 * more than 10, the lease of a step is over before its holder's right to send, which counts by the real clock.
 */
export const hurried = (name, speed = 1000) => `${name}-hurried-${speed}-${Date.now()}`;

/** An orderId whose writes wait a second before they leave. */
export const slow = (name) => `${name}-slow`;

/** How fast this order's time runs, and since when. */
function pace(key) {
  const [, speed = "1", begun = "0"] = /-hurried-(\d+)-(\d+)$/.exec(key) ?? [];
  return { speed: Number(speed), begun: Number(begun) };
}

/**
 * The same ledger, with writes that are slow for orders that say so, and with a clock that runs fast for orders that are in a hurry. The
 * store's own time, by which it wakes them, stays as it is.
 */
export function withClock(ledger) {
  const told = (key, now) => {
    const { speed, begun } = pace(key);
    return begun + (now - begun) * speed;
  };
  const own = (key, wakeAt) => {
    const { speed, begun } = pace(key);
    return wakeAt === undefined ? undefined : begun + Math.ceil((wakeAt - begun) / speed);
  };
  return {
    ...ledger,
    read: async (key) => {
      const { record, now } = await ledger.read(key);
      return { record, now: told(key, now) };
    },
    write: async (key, text, ifVersion, wakeAt) => {
      if (key.endsWith(slow(""))) await new Promise((resolve) => setTimeout(resolve, 1_000));
      const written = await ledger.write(key, text, ifVersion, own(key, wakeAt));
      return written && { ...written, now: told(key, written.now) };
    },
  };
}
