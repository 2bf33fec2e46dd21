// The alarm of one order's object whose shop fails and whose `retryAfter` gives what is no pause: prints, for each, how often the order
// was woken in three alarms, and in how many milliseconds the next one comes.
import { DatabaseSync } from "node:sqlite";
import { durableObject } from "../../../pkg/dist/ledger/durable-object.js";
import { sqlOver } from "./sql.js";

console.error = () => {};
let clock = 1_800_000_000_000;
Date.now = () => clock;

const index = {
  idFromName: (name) => name,
  get: () => ({ fetch: async (_, { body }) => ({ ok: true, text: async () => body }) }),
};

async function wakes(retryAfter) {
  const database = new DatabaseSync(":memory:");
  let alarm;
  let woken = 0;
  const ctx = {
    waitUntil: () => {},
    storage: {
      sql: sqlOver(database),
      async setAlarm(time) {
        if (!Number.isSafeInteger(time)) throw new TypeError(`setAlarm takes milliseconds, not ${time}`);
        alarm = time;
      },
      async deleteAlarm() {
        alarm = undefined;
      },
      async deleteAll() {},
    },
  };
  const onWake = () => {
    woken += 1;
    throw new Error("the ledger is down");
  };
  const object = new (durableObject({ namespace: () => index, onWake, retryAfter }))(ctx, {});
  const asked = { key: "order", text: "{}", ifVersion: null, wakeAt: clock, version: "1" };
  await object.fetch(new Request("https://ledger/write", { method: "POST", body: JSON.stringify(asked) }));
  for (let count = 0; count < 3; count++) {
    clock = alarm;
    await object.alarm();
  }
  return [woken, alarm - clock];
}

const found = {};
for (const [name, retryAfter] of Object.entries({
  "no number": () => Number.NaN,
  "behind its list": (failures) => [1000][failures],
  throws: () => {
    throw new Error("no such binding");
  },
  "a promise": async () => 1000,
  "a text": () => "1000",
  "below 0": () => -1,
  "for ever": () => Number.POSITIVE_INFINITY,
  "half a millisecond": () => 0.5,
  "a pause": () => 7,
})) {
  found[name] = await wakes(retryAfter);
}
console.log(JSON.stringify(found));
