// Ledgers that lie, each in one way, around one that does not. The contract has to find every one of them.

/** A ledger with some methods of its own. */
const over = (ledger, own) => ({ ...ledger, ...own });
const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

/** Who writes last wins. */
const lastWriterWins = (ledger) =>
  over(ledger, {
    async write(key, text, _, wakeAt) {
      for (;;) {
        const { record } = await ledger.read(key);
        const written = await ledger.write(key, text, record?.version, wakeAt);
        if (written) return written;
      }
    },
  });

/** A conflict is told as success, and the write is lost. */
const lostConflict = (ledger) =>
  over(ledger, {
    async write(...args) {
      return (await ledger.write(...args)) ?? { version: crypto.randomUUID(), now: (await ledger.read(args[0])).now };
    },
  });

/** Versions are other texts than the ledger's: `name` makes one, `ledger` keeps them beside. */
function renamed(ledger, name) {
  const names = new Map(); // the ledger's version → ours
  const real = async (key, version) => {
    if (version === undefined) return undefined;
    const { record } = await ledger.read(key);
    return record && names.get(record.version) === version ? record.version : "none";
  };
  return over(ledger, {
    async read(key) {
      const { record, now } = await ledger.read(key);
      return { record: record && { ...record, version: names.get(record.version) }, now };
    },
    async write(key, text, ifVersion, wakeAt) {
      const written = await ledger.write(key, text, await real(key, ifVersion), wakeAt);
      if (!written) return undefined;
      const version = name(key, text);
      names.set(written.version, version);
      return { ...written, version };
    },
    remove: async (key, ifVersion) => ledger.remove(key, await real(key, ifVersion)),
  });
}

const counted = () => {
  const counts = new Map();
  return (key) => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
};

/** A replica for reading that is one write behind. */
function replica(ledger) {
  const last = new Map();
  return over(ledger, {
    async read(key) {
      const fresh = await ledger.read(key);
      const stale = last.get(key);
      last.set(key, fresh.record);
      return stale === undefined ? fresh : { record: stale, now: fresh.now };
    },
  });
}

/** Each: its name, the lie, and a part of the name of a case that has to find it. */
export const LIES = [
  ["the last writer wins", lastWriterWins, "over an old version"],
  ["a conflict is told as success", lostConflict, "writes at once one wins"],
  ["a version is the text's", (ledger) => renamed(ledger, (_, text) => `v${text.length}`), "no version is there twice"],
  [
    "versions are counted, and the count wraps around",
    (ledger) => {
      const count = counted();
      return renamed(ledger, (key) => String(count(key).get(key) % 4));
    },
    "no version is there twice",
  ],
  [
    "versions begin anew after a removal",
    (ledger) => {
      const count = counted();
      const mine = renamed(ledger, (key) => `v${count(key).get(key)}`);
      const remove = async (key, version) => {
        const removed = await mine.remove(key, version);
        if (removed) count(key).set(key, 0);
        return removed;
      };
      return over(mine, { remove });
    },
    "a removed key begins anew",
  ],
  [
    "the look at the version and the write are two steps",
    (ledger) =>
      over(ledger, {
        async write(key, text, ifVersion, wakeAt) {
          if ((await ledger.read(key)).record?.version !== ifVersion) return undefined;
          await pause();
          return lastWriterWins(ledger).write(key, text, undefined, wakeAt);
        },
      }),
    "writes over one version at once one wins",
  ],
  [
    "a first write goes over what is there",
    (ledger) =>
      over(ledger, {
        write: (key, text, version, wakeAt) => (version === undefined ? lastWriterWins(ledger) : ledger).write(key, text, version, wakeAt),
      }),
    "a first write does not go over a record",
  ],
  [
    "a write with a version makes an absent record",
    (ledger) =>
      over(ledger, {
        async write(key, text, version, wakeAt) {
          const { record } = await ledger.read(key);
          return ledger.write(key, text, record === undefined ? undefined : version, wakeAt);
        },
      }),
    "a version that nobody made",
  ],
  [
    "the clock goes back",
    (ledger) => {
      let reads = 0;
      return over(ledger, {
        async read(key) {
          const { record, now } = await ledger.read(key);
          reads += 1;
          return { record, now: reads % 5 === 4 ? now - 3000 : now };
        },
      });
    },
    "clock",
  ],
  [
    "the clock is in seconds",
    (ledger) => over(ledger, { read: async (key) => ({ ...(await ledger.read(key)), now: Math.floor(Date.now() / 1000) }) }),
    "clock",
  ],
  ["the clock stands still", (ledger) => over(ledger, { read: async (key) => ({ ...(await ledger.read(key)), now: 4e12 }) }), "clock"],
  [
    "due forgets one",
    (ledger) => over(ledger, { due: async (now, limit) => (await ledger.due(now, limit + 1)).slice(1) }),
    "the earliest first",
  ],
  [
    "due leaves out what is due just now",
    (ledger) => over(ledger, { due: (now, limit) => ledger.due(now - 1, limit) }),
    "the earliest first",
  ],
  ["due lists everything open", (ledger) => over(ledger, { due: (_, limit) => ledger.open(undefined, limit) }), "the earliest first"],
  ["due gives more than a page", (ledger) => over(ledger, { due: (now) => ledger.due(now, 1000) }), "the earliest first"],
  [
    "due lists the latest first",
    (ledger) => over(ledger, { due: async (now, limit) => (await ledger.due(now, 1000)).reverse().slice(0, limit) }),
    "the earliest first",
  ],
  [
    "due lists by key",
    (ledger) => over(ledger, { due: async (now, limit) => (await ledger.due(now, 1000)).sort().slice(0, limit) }),
    "the earliest first",
  ],
  ["due begins anew behind a key", (ledger) => over(ledger, { due: (now, limit) => ledger.due(now, limit) }), "behind a key"],
  [
    "due leaves one out behind a key",
    (ledger) =>
      over(ledger, {
        due: async (now, limit, after) => {
          const behind = await ledger.due(now, 1000, after);
          return behind.slice(after === undefined || limit > 3 ? 0 : 1, limit);
        },
      }),
    "behind a key",
  ],
  [
    "due is empty behind a key that is due no more",
    (ledger) =>
      over(ledger, {
        due: async (now, limit, after) => {
          if (after === undefined || (await ledger.due(now, 1000)).includes(after)) return ledger.due(now, limit, after);
          return [];
        },
      }),
    "behind a key",
  ],
  [
    "due keeps the first wakeAt",
    (ledger) => {
      const first = new Map();
      return over(ledger, {
        write(key, text, version, wakeAt) {
          if (wakeAt !== undefined && !first.has(key)) first.set(key, wakeAt);
          return ledger.write(key, text, version, wakeAt === undefined ? undefined : first.get(key));
        },
      });
    },
    "a new wakeAt takes the place",
  ],
  [
    "a refused write moves wakeAt",
    (ledger) =>
      over(ledger, {
        async write(key, text, version, wakeAt) {
          const written = await ledger.write(key, text, version, wakeAt);
          if (written) return written;
          const { record } = await ledger.read(key);
          if (record) await ledger.write(key, record.text, record.version, wakeAt);
          return undefined;
        },
      }),
    "a write that is refused moves no wakeAt",
  ],
  [
    "open skips the first of each further page",
    (ledger) => over(ledger, { open: async (after, limit) => (await ledger.open(after, limit)).slice(after === undefined ? 0 : 1) }),
    "on exactly one page",
  ],
  [
    "open begins a page with the last of the one before",
    (ledger) =>
      over(ledger, {
        open: async (after, limit) => (after === undefined ? [] : [after]).concat(await ledger.open(after, limit)).slice(0, limit),
      }),
    "on exactly one page",
  ],
  [
    "open counts instead of remembering the key",
    (ledger) => {
      let passed = 0;
      return over(ledger, {
        async open(after, limit) {
          passed = after === undefined ? 0 : passed + limit;
          return (await ledger.open(undefined, 1000)).slice(passed, passed + limit);
        },
      });
    },
    "changes between two pages",
  ],
  [
    "a record is cut at 16 KiB",
    (ledger) => over(ledger, { write: (key, text, ...rest) => ledger.write(key, text.slice(0, 16_384), ...rest) }),
    "32 KiB",
  ],
  [
    "texts lose the blanks at their ends",
    (ledger) => over(ledger, { write: (key, text, ...rest) => ledger.write(key, text.trim(), ...rest) }),
    "last character",
  ],
  ["keys are compared without case", (ledger) => keyed(ledger, (key) => key.toLowerCase()), "kept apart"],
  ["keys are normalised", (ledger) => keyed(ledger, (key) => key.normalize("NFC")), "kept apart"],
  ["keys are cut", (ledger) => keyed(ledger, (key) => key.slice(0, 300)), "kept apart"],
  ["reads are one write behind", replica, "by everybody and at once"],
  [
    "a removal looks at no version",
    (ledger) =>
      over(ledger, {
        async remove(key) {
          const { record } = await ledger.read(key);
          return record !== undefined && ledger.remove(key, record.version);
        },
      }),
    "removed by its version",
  ],
  [
    "what is open goes too",
    (ledger) =>
      over(ledger, {
        async remove(key, version) {
          const { record } = await ledger.read(key);
          if (record?.version !== version || record === undefined) return false;
          const closed = await ledger.write(key, record.text, version, undefined);
          return closed !== undefined && ledger.remove(key, closed.version);
        },
      }),
    "an open record is not removed",
  ],
  [
    "nothing is removed",
    (ledger) => over(ledger, { remove: async (key, version) => (await ledger.read(key)).record?.version === version }),
    "removed by its version",
  ],
  [
    "one write in ten is acknowledged and lost",
    (ledger) => {
      let writes = 0;
      return over(ledger, {
        async write(key, ...rest) {
          writes += 1;
          return writes % 10 === 0 ? { version: crypto.randomUUID(), now: (await ledger.read(key)).now } : ledger.write(key, ...rest);
        },
      });
    },
    "by everybody and at once",
  ],
];

/** Other keys than were given. */
function keyed(ledger, change) {
  return {
    read: (key) => ledger.read(change(key)),
    write: (key, ...rest) => ledger.write(change(key), ...rest),
    due: ledger.due,
    open: (after, limit) => ledger.open(after && change(after), limit),
    remove: (key, version) => ledger.remove(change(key), version),
  };
}
