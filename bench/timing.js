// Sides are measured in turns within one run, so that whatever else the machine does falls on all of them alike.

/** The value below which this part of the sorted numbers lies. */
export function quantile(numbers, part) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** Median and quartiles. */
export const spread = (numbers) => ({
  median: quantile(numbers, 0.5),
  low: quantile(numbers, 0.25),
  high: quantile(numbers, 0.75),
});

/**
 * Calls each side in turns, `rounds` times `calls` calls one after the other, after a warm-up.
 *
 * @param {Record<string, () => Promise<unknown>>} sides
 * @returns {Promise<Record<string, number[]>>} Microseconds a call, one number for each round.
 */
export async function inTurns(sides, { rounds, calls, warmUp = 500 }) {
  const names = Object.keys(sides);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await timed(sides[name], warmUp);
  for (let round = 0; round < rounds; round += 1) {
    // Another side begins each round.
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round) % names.length];
      times[name].push(await timed(sides[name], calls));
    }
  }
  return times;
}

async function timed(call, calls) {
  const start = performance.now();
  for (let index = 0; index < calls; index += 1) await call();
  return ((performance.now() - start) * 1000) / calls;
}

/** Of each round's ratio; what slows a whole round down cancels out. */
export const ratio = (above, below) => spread(above.map((time, round) => time / below[round]));
