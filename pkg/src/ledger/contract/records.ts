import { equal, FAR, must, type Story } from "./trial.js";

/** 32 KiB, of one byte each and of up to four. */
const LARGE = ["x".repeat(32_768), "付款🍵é".repeat(2_730)];

/** Texts that some store, driver or encoding might change. */
const ODD = [
  "",
  " ",
  "a'b\"c`d;--",
  "%_\\%",
  "?1 $1 :a @b",
  "null",
  "line\nand\ttab\r\n",
  "付款 ออเดอร์ 🧋",
  "\u00e9",
  "e\u0301",
  "\ufeff\u200b\u202e",
  '{"a":[1,2],"b":"\\u0000"}',
  "  both ends  ",
];

/** What one record keeps to. */
export const records: Record<string, Story> = {
  "a key that was never written has no record": async (trial) => {
    const { record, now } = await trial.ledger.read(trial.key("absent"));
    equal(record, undefined, "the record of an absent key");
    equal(typeof now, "number", "the type of the store's time");
  },

  "what was written is read again, by everybody and at once": async (trial) => {
    const key = trial.key("first");
    let { version } = await trial.begin(key, "0", FAR);
    for (let turn = 1; turn <= 30; turn += 1) {
      const written = await trial.of(turn).write(key, String(turn), version, FAR);
      must(written !== undefined, "a write over the version that is there is told to be a conflict");
      version = written.version;
      const readers = await Promise.all(trial.ledgers.map((ledger) => trial.record(key, ledger)));
      for (const record of readers) {
        equal(record?.text, String(turn), "what is read after a write");
        equal(record?.version, version, "its version");
      }
    }
  },

  "a record of 32 KiB comes back whole": async (trial) => {
    for (const [index, text] of LARGE.entries()) {
      const key = trial.key(`large-${index}`);
      const { version } = await trial.begin(key, text);
      equal((await trial.found(key)).text, text, "a large record");
      must((await trial.ledger.write(key, text, version, undefined)) !== undefined, "a large record cannot be written again");
      equal((await trial.found(key)).text, text, "a large record, written again");
    }
  },

  "texts come back to the last character": async (trial) => {
    for (const [index, text] of ODD.entries()) {
      const key = trial.key(`text-${index}`);
      await trial.begin(key, text);
      equal((await trial.found(key)).text, text, "the record");
    }
  },

  "keys of any characters are kept apart": async (trial) => {
    const names = [...ODD, "a", "A", "a ", "a%", "aa", "a_", "ä", "l".repeat(400), `${"l".repeat(399)}m`];
    const keys = names.map((name) => trial.key(name));
    await Promise.all(keys.map((key) => trial.begin(key, `of ${key}`, FAR)));
    for (const key of keys) equal((await trial.found(key)).text, `of ${key}`, "the record of a key");
    const open = await trial.opened(1000);
    for (const name of names) equal(open.filter((other) => other === name).length, 1, `how often ${JSON.stringify(name)} is open`);
  },

  "the store's clock is in milliseconds and does not go back": async (trial) => {
    const key = trial.key("clock");
    const times = [(await trial.ledger.read(key)).now];
    let { version, now } = await trial.begin(key, "0");
    times.push(now);
    for (let turn = 1; turn <= 12; turn += 1) {
      const written = await trial.of(turn).write(key, String(turn), version, undefined);
      must(written !== undefined, "a write over the version that is there is told to be a conflict");
      ({ version, now } = written);
      times.push(now, (await trial.of(turn + 1).read(key)).now);
    }
    for (const [index, time] of times.entries()) {
      must(Number.isSafeInteger(time) && time > 1e12 && time < 1e14, `${time} is no whole number of milliseconds since 1970`);
      must(time >= (times[index - 1] ?? 0), `the store's clock went from ${times[index - 1]} back to ${time}`);
    }
    const before = (await trial.ledger.read(key)).now;
    await trial.wait(200);
    const passed = (await trial.ledger.read(key)).now - before;
    must(passed >= 100 && passed < 60_000, `the store's clock went on by ${passed} ms within 200 ms`);
  },

  "a closed record is removed by its version, for good": async (trial) => {
    const key = trial.key("removed");
    const { version } = await trial.begin(key, "kept");
    equal(await trial.ledger.remove(key, `${version}0`), false, "whether a record goes by a version that it does not have");
    equal((await trial.found(key)).text, "kept", "what is left then");
    equal(await trial.ledger.remove(key, version), true, "whether a record goes by its version");
    equal(await trial.record(key, trial.of(1)), undefined, "what is left of a removed record");
    equal(await trial.ledger.remove(key, version), false, "whether it goes twice");
    equal(await trial.ledger.write(key, "over", version, undefined), undefined, "a write over a removed version");
    equal(await trial.record(key), undefined, "what is there after such a write");
    equal(await trial.ledger.remove(trial.key("never"), version), false, "whether an absent record goes");
  },

  "an open record is not removed": async (trial) => {
    const key = trial.key("open");
    const { version } = await trial.begin(key, "kept", FAR);
    equal(await trial.ledger.remove(key, version), false, "whether an open record goes");
    equal((await trial.found(key)).text, "kept", "what is left then");
    must((await trial.opened(1000)).includes("open"), "an open record is not listed after somebody tried to remove it");
  },

  "a removed key begins anew": async (trial) => {
    const key = trial.key("again");
    const versions = new Set<string>();
    for (let turn = 0; turn < 5; turn += 1) {
      const first = await trial.begin(key, "the same", FAR);
      const closed = await trial.ledger.write(key, "the same", first.version, undefined);
      must(closed !== undefined, "a record cannot be closed");
      for (const old of versions) {
        equal(await trial.ledger.write(key, "late", old, undefined), undefined, "a write over a version of before the removal");
        equal(await trial.ledger.remove(key, old), false, "a removal by a version of before");
      }
      must((await trial.ledger.remove(key, closed.version)) === true, "a closed record does not go");
      versions.add(first.version).add(closed.version);
    }
    equal(versions.size, 10, "how many versions ten writes had");
  },
};
