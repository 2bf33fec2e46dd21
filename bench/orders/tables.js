// What bench/README.md tells of orders over a ledger.
import { met, range, table } from "../tables.js";

/** How often a step may go to the store, and how many of its writes the answer may wait for. */
const GOALS = { reserve: { read: 1, write: 1, before: 1 }, confirm: { read: 1, write: 3, before: 2 } };

/** What a whole checkout takes of the processor, and how often each step goes to the store. */
export function ordersTable({ orders: { machine, date, rounds, count, steps, whole, roundTrips } }) {
  const milliseconds = ({ median, low, high }) => range({ median: median / 1000, low: low / 1000, high: high / 1000 });
  const time = table(
    ["ms of the processor", "without a ledger", "Durable Objects", "beside without"],
    Object.entries({ ...steps, "a whole checkout": whole }).map(([name, { without, objects, ratio }]) => [
      name,
      milliseconds(without),
      milliseconds(objects),
      `${range(ratio, 2)} ×`,
    ]),
  );
  const trips = table(
    ["round trips", "reads", "writes", "of them before the answer", "goal", "", "messages to the index"],
    Object.entries(roundTrips).map(([step, { read = 0, write = 0, before = 0, enter = 0 }]) => {
      const goal = GOALS[step];
      const good = read <= goal.read && write <= goal.write && before <= goal.before;
      return [step, read, write, before, `${goal.read}, ${goal.write}, ${goal.before}`, met(good), enter];
    }),
  );
  const on = `Measured on ${date}: ${machine.cpu}, ${machine.cores} cores, load average ${machine.load.toFixed(1)} before it began`;
  return `${on}; ${rounds} rounds of ${count} checkouts. In parentheses: the middle half of the rounds.\n\n${time}\n\n${trips}`;
}
