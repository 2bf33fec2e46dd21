import type { LedgerWritten } from "../ledger.js";
import { equal, FAR, must, type Story, type Trial } from "./trial.js";

const WRITERS = 20;

/** All write at once; gives what each wrote and was told. */
function race(trial: Trial, key: string, round: string, ifVersion: string | undefined) {
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    const text = `${round} by ${writer}`;
    return { text, written: await trial.of(writer).write(key, text, ifVersion, writer % 2 === 0 ? FAR : undefined) };
  });
  return Promise.all(writers);
}

/** Exactly one has won, and what it wrote is there. */
async function judge(trial: Trial, key: string, results: { text: string; written: LedgerWritten | undefined }[]): Promise<string> {
  const winners = results.filter(({ written }) => written !== undefined);
  equal(winners.length, 1, `how many of ${WRITERS} writers at once have won`);
  const [winner] = winners;
  const { text, version } = await trial.found(key, trial.of(1));
  equal(text, winner?.text, "the record after a race");
  equal(version, winner?.written?.version, "the version after a race");
  return version;
}

/** What keeps writers apart. */
export const conflicts: Record<string, Story> = {
  "a first write does not go over a record": async (trial) => {
    const key = trial.key("taken");
    const { version } = await trial.begin(key, "first");
    equal(await trial.of(1).write(key, "second", undefined, FAR), undefined, "a first write where there is a record");
    const record = await trial.found(key);
    equal(record.text, "first", "the record afterwards");
    equal(record.version, version, "its version");
    equal((await trial.opened(1000)).includes("taken"), false, "whether a write that was refused has opened it");
  },

  "a write over an old version changes nothing": async (trial) => {
    const key = trial.key("old");
    const first = await trial.begin(key, "first");
    const second = await trial.ledger.write(key, "second", first.version, undefined);
    must(second !== undefined, "a write over the version that is there is told to be a conflict");
    equal(await trial.of(1).write(key, "late", first.version, FAR), undefined, "a write over an old version");
    const record = await trial.found(key);
    equal(record.text, "second", "the record afterwards");
    equal(record.version, second.version, "its version");
  },

  "a write over a version that nobody made changes nothing": async (trial) => {
    const [there, absent] = [trial.key("there"), trial.key("not-there")];
    const { version } = await trial.begin(there, "kept");
    for (const other of ["", "0", "1", `${version} `, version.slice(1), "%", "' OR '1'='1"]) {
      equal(await trial.ledger.write(there, "wrong", other, undefined), undefined, "a write over a version that nobody made");
    }
    equal((await trial.found(there)).text, "kept", "the record afterwards");
    equal(await trial.ledger.write(absent, "wrong", version, undefined), undefined, "a write over a version where there is no record");
    equal(await trial.record(absent), undefined, "what is there afterwards");
  },

  "no version is there twice": async (trial) => {
    const key = trial.key("versions");
    const versions = [(await trial.begin(key, "same")).version];
    for (let turn = 1; turn <= 10; turn += 1) {
      const last = versions.at(-1);
      // The same text again, so that a version made of the text is found.
      const written = await trial.ledger.write(key, turn % 2 === 0 ? "same" : "other", last, undefined);
      must(written !== undefined, "a write over the version that is there is told to be a conflict");
      must(!versions.includes(written.version), "a version is given a second time");
      versions.push(written.version);
    }
    for (const version of versions.slice(0, -1)) {
      equal(await trial.of(1).write(key, "late", version, undefined), undefined, "a write over a version of long ago");
    }
    equal((await trial.found(key)).version, versions.at(-1), "the version that is there");
  },

  [`of ${WRITERS} first writes at once one wins`]: async (trial) => {
    for (let round = 0; round < 5; round += 1) {
      const key = trial.key(`race-${round}`);
      await judge(trial, key, await race(trial, key, `round ${round}`, undefined));
    }
  },

  [`of ${WRITERS} writes over one version at once one wins`]: async (trial) => {
    const key = trial.key("race");
    let { version } = await trial.begin(key, "0");
    for (let round = 1; round <= 8; round += 1) {
      version = await judge(trial, key, await race(trial, key, `round ${round}`, version));
    }
  },

  "no acknowledged write is lost among writers that try again": async (trial) => {
    const key = trial.key("counter");
    await trial.begin(key, "0");
    const count = async (writer: number) => {
      const ledger = trial.of(writer);
      for (let done = 0, tries = 0; done < 5; tries += 1) {
        must(tries < 200, "a writer who reads and writes again never wins");
        const { text, version } = await trial.found(key, ledger);
        if ((await ledger.write(key, String(Number(text) + 1), version, undefined)) !== undefined) done += 1;
      }
    };
    await Promise.all(Array.from({ length: 6 }, (_, writer) => count(writer)));
    equal((await trial.found(key)).text, "30", "what six writers have counted, five each");
  },

  "a write whose answer was lost is found by reading, and never made twice": async (trial) => {
    const key = trial.key("lost");
    // Nobody keeps these answers.
    await trial.ledger.write(key, "first", undefined, FAR);
    const first = await trial.found(key, trial.of(1));
    equal(first.text, "first", "what is read after the answer was lost");
    equal(await trial.ledger.write(key, "first", undefined, FAR), undefined, "the same first write again");
    equal((await trial.found(key)).version, first.version, "the version after it");
    await trial.ledger.write(key, "second", first.version, FAR);
    const second = await trial.found(key, trial.of(2));
    equal(second.text, "second", "what is read after the second answer was lost");
    equal(await trial.ledger.write(key, "second", first.version, FAR), undefined, "the same second write again");
    equal((await trial.found(key)).version, second.version, "the version after it");
    must(
      (await trial.ledger.write(key, "third", second.version, undefined)) !== undefined,
      "a version that was read is no good for a write",
    );
  },
};
