import { equal, FAR, must, type Story, type Trial } from "./trial.js";

/** Keys of this run that are due at `now`. Only those of a test are as early as that. */
async function due(trial: Trial, now: number, limit = 1000): Promise<string[]> {
  const keys = await trial.ledger.due(now, limit);
  must(keys.length <= limit, `a page of ${limit} has ${keys.length} keys`);
  return trial.own(keys);
}

const isOpen = async (trial: Trial, name: string) => (await trial.opened(1000)).includes(name);

async function write(trial: Trial, key: string, wakeAt: number | undefined): Promise<void> {
  const { text, version } = await trial.found(key);
  must(
    (await trial.ledger.write(key, text, version, wakeAt)) !== undefined,
    "a write over the version that is there is told to be a conflict",
  );
}

/** What is found again of what is not finished. */
export const listing: Record<string, Story> = {
  "what is due is listed, the earliest first, and nothing else": async (trial) => {
    const { early } = trial;
    const names = Array.from({ length: 12 }, (_, index) => `due-${String((index * 5) % 12).padStart(2, "0")}`);
    // Neither the order of the keys nor that of the writes.
    await Promise.all(names.map((name) => trial.begin(trial.key(name), name, early + 11 - Number(name.slice(4)))));
    await trial.begin(trial.key("later"), "", FAR);
    await trial.begin(trial.key("closed"), "");
    const inOrder = [...names].sort().reverse();
    equal((await due(trial, early - 1)).join(), "", "what is due before the first");
    equal((await due(trial, early)).join(), "due-11", "what is due at the very moment of the first");
    equal((await due(trial, early + 5)).join(), inOrder.slice(0, 6).join(), "what is due after a half");
    equal((await due(trial, early + 1000)).join(), inOrder.join(), "what is due after all");
    equal((await due(trial, early + 1000, 5)).join(), inOrder.slice(0, 5).join(), "the first five that are due");
  },

  "what is due is found page by page while it is put off": async (trial) => {
    const { early } = trial;
    const waiting = new Set(Array.from({ length: 20 }, (_, index) => `order-${index}`));
    await Promise.all([...waiting].map((name) => trial.begin(trial.key(name), name, early + 7)));
    for (let page = 0; waiting.size > 0; page += 1) {
      must(page < 60, `${[...waiting].join(", ")} were due and not listed`);
      for (const name of await due(trial, early + 7, 3)) {
        // One that was put off just now may still be listed.
        if (waiting.delete(name)) await write(trial, trial.key(name), page % 2 === 0 ? FAR : undefined);
      }
      await trial.wait(10);
    }
    await trial.soon(async () => (await due(trial, early + 7)).length === 0, "what was put off or closed stays due");
  },

  "what is due behind a key is found, also where many are due at one time": async (trial) => {
    const { early } = trial;
    const names = Array.from({ length: 13 }, (_, index) => `behind-${(index * 5) % 13}`);
    // Nine at one time, two before and two after.
    const times = [-2, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2];
    await Promise.all(names.map((name, index) => trial.begin(trial.key(name), name, early + 5 + (times[index] as number))));
    const all = await due(trial, early + 7);
    equal(all.length, names.length, "how many are due");
    for (const size of [1, 3, 4]) {
      const found: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await trial.ledger.due(early + 7, size, after);
        must(page.length <= size, `a page of ${size} has ${page.length} keys`);
        found.push(...trial.own(page));
        after = page.at(-1);
        if (page.length < size) break;
        must(found.length <= names.length, "what is due behind a key has the key, or what stands before it");
      }
      equal(found.join(), all.join(), `what is due, by pages of ${size}, each behind the last one of the page before`);
    }
    const gone = all[5] as string;
    await write(trial, trial.key(gone), FAR);
    const rest = all.filter((name) => name !== gone).join();
    const behind = async (name: string) => trial.own(await trial.ledger.due(early + 7, 1000, trial.key(name))).join();
    await trial.soon(async () => (await behind(gone)) === rest, "behind a key that is due no more not all are listed that are due");
    equal(await behind("nobody"), rest, "what is due behind a key that is not there");
  },

  "a new wakeAt takes the place of the old one": async (trial) => {
    const { early } = trial;
    const key = trial.key("moved");
    await trial.begin(key, "", early + 500);
    await write(trial, key, early + 100);
    equal((await due(trial, early + 100)).join(), "moved", "what is due after it was brought forward");
    await write(trial, key, early + 900);
    await trial.soon(async () => (await due(trial, early + 899)).length === 0, "what was put off stays due");
    equal((await due(trial, early + 900)).join(), "moved", "what is due at the later time");
    await write(trial, key, undefined);
    await trial.soon(async () => (await due(trial, early + 10_000)).length === 0, "what was closed stays due");
    await write(trial, key, early + 300);
    equal((await due(trial, early + 300)).join(), "moved", "what is due after it was opened again");
  },

  "a write that is refused moves no wakeAt": async (trial) => {
    const { early } = trial;
    const key = trial.key("refused");
    const { version } = await trial.begin(key, "", early + 50);
    equal(await trial.ledger.write(key, "", `${version}0`, undefined), undefined, "a write over a version that nobody made");
    equal((await due(trial, early + 50)).join(), "refused", "what is due after a close that was refused");
    equal(await trial.ledger.write(key, "", `${version}0`, FAR), undefined, "a write over a version that nobody made");
    equal((await due(trial, early + 50)).join(), "refused", "what is due after a delay that was refused");
  },

  "every open order is on exactly one page": async (trial) => {
    const names = Array.from({ length: 23 }, (_, index) => `${index % 2 === 0 ? "O" : "o"}rder-${index}`);
    await Promise.all(names.map((name, index) => trial.begin(trial.key(name), name, index % 2 === 0 ? FAR : trial.early)));
    for (const size of [5, 23, 1000]) {
      const found = await trial.opened(size);
      equal([...found].sort().join(), [...names].sort().join(), `what is open, by pages of ${size}`);
    }
  },

  "an order that changes between two pages moves no other": async (trial) => {
    const names = Array.from({ length: 12 }, (_, index) => `order-${index}`);
    await Promise.all(names.map((name) => trial.begin(trial.key(name), name, FAR)));
    const all = await trial.opened(1000);
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await trial.ledger.open(after, 4);
      for (const name of trial.own(page)) {
        seen.push(name);
        await write(trial, trial.key(name), undefined); // closed: no longer there, but the page's end stays where it was
      }
      if (page.length < 4) break;
      after = page.at(-1);
    }
    for (const name of all) equal(seen.filter((other) => other === name).length, 1, `how often ${name} was listed`);
  },

  "a closed order is not open, and may be opened again": async (trial) => {
    const [never, key] = [trial.key("never-open"), trial.key("order")];
    await trial.begin(never, "");
    await trial.begin(key, "", FAR);
    must(await isOpen(trial, "order"), "an order with a wakeAt is not listed as open");
    must(!(await isOpen(trial, "never-open")), "an order without a wakeAt is listed as open");
    await write(trial, key, undefined);
    await trial.soon(async () => !(await isOpen(trial, "order")), "a closed order stays listed as open");
    await write(trial, key, FAR);
    must(await isOpen(trial, "order"), "an order that was opened again is not listed");
  },

  "an order that is opened and closed at once by many is listed as it ends": async (trial) => {
    const key = trial.key("busy");
    await trial.begin(key, "", FAR);
    const turn = async (writer: number) => {
      for (let done = 0; done < 6; done += 1) {
        const { text, version } = await trial.found(key, trial.of(writer));
        await trial.of(writer).write(key, text, version, (writer + done) % 3 === 0 ? undefined : trial.early + writer * 100 + done);
      }
    };
    await Promise.all([0, 1, 2, 3, 4].map(turn));
    await write(trial, key, trial.early + 40);
    equal((await due(trial, trial.early + 40)).join(), "busy", "what is due after a busy time");
    await write(trial, key, undefined);
    await trial.soon(async () => !(await isOpen(trial, "busy")), "a closed order stays listed after a busy time");
  },

  "a removed order is listed nowhere": async (trial) => {
    const key = trial.key("gone");
    await trial.begin(key, "", trial.early);
    await write(trial, key, undefined);
    const { version } = await trial.found(key);
    equal(await trial.ledger.remove(key, version), true, "whether a closed record goes");
    await trial.soon(async () => !(await isOpen(trial, "gone")), "a removed order stays listed as open");
    await trial.soon(async () => (await due(trial, trial.early)).length === 0, "a removed order stays due");
  },
};
