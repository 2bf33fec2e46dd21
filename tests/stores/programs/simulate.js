// One order's object and its index, with messages that are late, lost, out of order or never answered, crashes at any moment and clocks
// that go back:
// many runs, each replayed by its number. Prints how many there were; ends with an error where one breaks a rule.
//   node simulate.js [FIRST] [COUNT]
import { DatabaseSync } from "node:sqlite";
import { OrderObject } from "../../../pkg/dist/ledger/objects/order.js";
import { Shard } from "../../../pkg/dist/ledger/objects/shard.js";
import { sqlOver } from "./sql.js";

const [first = 1, count = 1500] = process.argv.slice(2).map(Number);
const KEY = "order";
let clock = 0;
Date.now = () => clock;
console.error = () => {};
/** Timers of the run, by number, each with the life that it was set in. */
let timers = new Map();
let set = 0;
let life = 0; // of the order's object; a crash ends it
globalThis.setTimeout = (call) => {
  timers.set(++set, { call, life });
  return set;
};
globalThis.clearTimeout = (number) => timers.delete(number);
const drained = () => new Promise(setImmediate);

/** Mulberry32. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A Durable Object's storage. What is written between two awaits is written together: crashes come in between only. */
function storage() {
  const database = new DatabaseSync(":memory:");
  const own = { alarm: undefined, waiting: [] };
  const tables = () => database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  own.ctx = {
    storage: {
      sql: sqlOver(database),
      async setAlarm(time) {
        own.alarm = time;
      },
      async deleteAlarm() {
        own.alarm = undefined;
      },
      async deleteAll() {
        for (const { name } of tables()) database.exec(`DROP TABLE ${name}`);
      },
    },
    waitUntil: (promise) => void promise.catch(() => {}),
  };
  own.rows = (table, query) => (tables().some(({ name }) => name === table) ? database.prepare(query).all() : []);
  own.close = () => database.close();
  return own;
}

async function run(seed) {
  const draw = random(seed);
  const [order, index] = [storage(), storage()];
  const shard = new Shard(index.ctx);
  let object;
  let alarms = 0; // that run in this life
  const messages = []; // on their way to the index
  const answers = []; // on their way back
  const trace = [];
  const won = new Set(); // the versions that somebody has written over
  let twice;
  clock = 1_800_000_000_000;
  timers = new Map();

  const namespace = {
    idFromName: (name) => name,
    get: () => ({
      fetch: (_, { body }) => new Promise((resolve, reject) => messages.push({ asked: JSON.parse(body), life, resolve, reject })),
    }),
  };
  function begin() {
    object = new OrderObject(order.ctx, { namespace: () => namespace, wake: () => {}, retryAfter: () => 600_000 });
  }
  begin();

  function deliver(lost) {
    const message = messages.splice(draw(messages.length), 1)[0];
    trace.push(`index: ${JSON.stringify(message.asked)} ${lost ?? ""}`);
    if (lost === "before") return void answers.push({ ...message, error: true });
    const answer = shard.enter(message.asked);
    if (lost === "answer") return;
    answers.push({ ...message, text: JSON.stringify(answer), error: lost === "after" });
  }
  function reply() {
    const { life: of, resolve, reject, text, error } = answers.splice(draw(answers.length), 1)[0];
    if (of !== life) return; // nobody waits for it any more
    if (error) reject(new Error("lost"));
    else resolve({ ok: true, text: async () => text });
  }
  const running = () => [...timers].find(([, timer]) => timer.life === life);
  function expire() {
    trace.push("a timer");
    const [number, { call }] = running();
    timers.delete(number);
    call();
  }
  function alarm() {
    trace.push(`alarm at ${order.alarm}`);
    clock = Math.max(clock, order.alarm);
    order.alarm = undefined;
    alarms += 1;
    const mine = life;
    object.alarm().then(() => {
      if (mine === life) alarms -= 1;
    });
  }
  function crash() {
    trace.push("crash");
    life += 1;
    if (alarms > 0) order.alarm ??= clock; // the runtime calls it again
    alarms = 0;
    begin();
  }
  function act() {
    const { version } = object.read();
    const wakeAt = [null, clock + 1000, clock + 60_000, clock + draw(100_000)][draw(4)];
    const stale = draw(6) === 0;
    if (version !== null && draw(4) === 0) {
      trace.push("remove");
      return void object.remove({ key: KEY, ifVersion: version });
    }
    trace.push(`write ${wakeAt}${stale ? " over an old version" : ""}`);
    const asked = { key: KEY, text: "text", ifVersion: stale ? "old" : version, wakeAt, version: `v${trace.length}` };
    const told = ({ done }) => {
      if (!done || asked.ifVersion === null) return;
      if (won.has(asked.ifVersion)) twice = asked.ifVersion;
      won.add(asked.ifVersion);
    };
    object.write(asked).then(told, () => {});
  }

  function goBack() {
    clock -= 3_600_000;
  }

  const record = () => order.rows("state", "SELECT record, wake_at, certain FROM state")[0];
  const entry = () => index.rows("entries", "SELECT wake_at FROM entries")[0];
  function judge() {
    if (twice) broken(`two writers have won over version ${twice}`);
    const wakeAt = record()?.wake_at ?? null;
    const listed = entry()?.wake_at ?? null;
    if (wakeAt !== null && (listed === null || listed > wakeAt)) broken(`open until ${wakeAt}, in the index ${listed}`);
  }
  function broken(what) {
    throw new Error(`run ${seed}: ${what}\n${trace.join("\n")}`);
  }

  for (let step = 0; step < 60; step += 1) {
    const may = [act, act];
    if (messages.length > 0)
      may.push(
        () => deliver(),
        () => deliver(),
        () => deliver(),
        () => deliver(["before", "after", "answer"][draw(3)]),
      );
    if (running() && draw(3) === 0) may.push(expire);
    if (answers.length > 0) may.push(reply, reply, reply);
    if (order.alarm !== undefined) may.push(alarm);
    if (draw(4) === 0) may.push(crash);
    if (draw(8) === 0) may.push(goBack);
    may[draw(may.length)]();
    clock += draw(50);
    await drained();
    judge();
  }
  // Faults end: the index comes to say what the record says.
  for (let step = 0; step < 400 && (messages.length > 0 || answers.length > 0 || running() || unsettled()); step += 1) {
    if (answers.length > 0) reply();
    else if (messages.length > 0) deliver();
    else if (running()) expire();
    else if (order.alarm !== undefined) alarm();
    else broken("nothing will tell the index any more");
    await drained();
    judge();
  }
  function unsettled() {
    const row = record();
    return (row?.wake_at ?? null) !== (entry()?.wake_at ?? null) || row?.certain === 0 || row?.record === null;
  }
  if (unsettled()) broken(`the index ends with ${entry()?.wake_at}, the order with ${JSON.stringify(record())}`);
  const state = record();
  if (state !== undefined && state.wake_at !== null && order.alarm === undefined) broken("an open order has no alarm");
  if (state === undefined && order.alarm !== undefined) broken("a removed order leaves its alarm behind");
  order.close();
  index.close();
  return trace.length;
}

let steps = 0;
for (let seed = first; seed < first + count; seed += 1) steps += await run(seed);
console.log(JSON.stringify({ runs: count, steps }));
