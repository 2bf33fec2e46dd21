// Requests: every field of every operation and version with every hostile value, misspelt, left out, and several at once.
import { call } from "../call.js";
import { LARGE, changed, misspelt, pathsOf, putting } from "../values.js";

const shape = (path) => path.map((name) => (/^\d+$/.test(name) ? "[]" : name)).join(".");

/** For each operation and version: its fixtures' requests, and every field that any version of the operation has. */
function grouped(fixtures) {
  const groups = new Map();
  const fields = new Map();
  for (const fixture of fixtures) {
    const { operation, version, given } = fixture;
    const key = `${operation} ${version}`;
    const group = groups.get(key) ?? { operation, version, fixtures: new Map() };
    groups.set(key, group);
    // One that LINE Pay takes stands for those with the same request.
    const text = JSON.stringify(given);
    if (!group.fixtures.has(text) || /"0000"/.test(fixture.reply)) group.fixtures.set(text, fixture);
    for (const path of pathsOf(given)) {
      const own = fields.get(operation) ?? new Map();
      fields.set(operation, own);
      own.set(shape(path), { path, value: path.reduce((value, name) => value[name], given) });
    }
  }
  return [...groups.values()].map((group) => ({ ...group, fields: fields.get(group.operation), fixtures: [...group.fixtures.values()] }));
}

export async function requests(differ, { fixtures, values, random }) {
  // They take long: a field of an operation gets one of them, in turn.
  const large = new Set();
  const oneOfLarge = (key) => {
    if (large.has(key)) return [];
    large.add(key);
    return [LARGE[large.size % LARGE.length]];
  };
  const versions = new Map();
  for (const { operation, version, fixtures: own, fields } of grouped(fixtures)) {
    const ask = (make, reply) => (build) => call(build, { version }, operation, make(), [reply]);
    const seen = new Set();
    for (const { name, given, reply } of own) {
      for (const path of pathsOf(given)) {
        if (seen.has(shape(path))) continue;
        seen.add(shape(path));
        const at = `${name}: ${path.join(".")}`;
        // In a second version of the same field: what a version may judge in its own way, and a third of the rest.
        const origin = versions.get(`${operation} ${shape(path)}`) ?? version;
        versions.set(`${operation} ${shape(path)}`, origin);
        const some =
          origin === version
            ? values
            : values.filter(([what], index) => /letters|a URL of/.test(what) || index % 3 === Number(version[1]) % 3);
        for (const [what, make] of [...some, ...oneOfLarge(`${operation} ${shape(path)}`)]) {
          await differ.compare(
            `${at} = ${what}`,
            ask(() => changed(given, path, putting(make)), reply),
          );
        }
        const remove = (holder, last) => (Array.isArray(holder) ? holder.splice(Number(last), 1) : delete holder[last]);
        await differ.compare(
          `${at} left out`,
          ask(() => changed(given, path, remove), reply),
        );
        await around(differ, at, ask, { given, path, reply });
      }
    }
    const { name, given, reply } = own[0];
    for (const [field, { path, value }] of fields) {
      const put = putting(() => value);
      if (changed(given, path, put) === undefined) continue;
      await differ.compare(
        `${name} with ${field} of another`,
        ask(() => changed(given, path, put), reply),
      );
    }
    for (const [what, make] of [...values, ...oneOfLarge(`${operation} ${version}`)])
      await differ.compare(`${operation} ${version} (${what})`, ask(make, reply));
    for (const [what, wrap] of wrappings(given)) await differ.compare(`${name} ${what}`, ask(wrap, reply));
    await several(differ, own, ask, values, random);
  }
}

/** Names that are nearly right, fields that nobody knows, and fields that are more than plain ones. */
async function around(differ, at, ask, { given, path, reply }) {
  const name = path.at(-1);
  const with_ = (what, change) =>
    differ.compare(
      `${at} ${what}`,
      ask(() => changed(given, path, change), reply),
    );
  if (/^\d+$/.test(name)) return;
  for (const other of misspelt(name)) {
    await with_(`as ${JSON.stringify(other)}`, (holder) => {
      holder[other] = holder[name];
      delete holder[name];
    });
  }
  await with_("beside unknown", (holder) => Object.assign(holder, { unknown: 1 }));
  await with_("beside its like", (holder) => Object.assign(holder, { [`${name}X`]: 1 }));
  await with_("by a getter", (holder) => {
    const value = holder[name];
    Object.defineProperty(holder, name, { get: () => value, enumerable: true });
  });
  await with_("by a getter that changes", (holder) => {
    let reads = 0;
    const value = holder[name];
    Object.defineProperty(holder, name, { get: () => (reads++ === 0 ? value : "other"), enumerable: true });
  });
  await with_("by a getter that throws", (holder) => {
    Object.defineProperty(holder, name, {
      get() {
        throw new Error("mine");
      },
      enumerable: true,
    });
  });
  await with_("hidden", (holder) => void Object.defineProperty(holder, name, { value: holder[name], enumerable: false }));
  await with_("inherited", (holder) => {
    Object.setPrototypeOf(holder, { [name]: holder[name] });
    delete holder[name];
  });
  await with_("beside a symbol", (holder) => Object.assign(holder, { [Symbol("s")]: 1 }));
}

function wrappings(given) {
  const copy = () => structuredClone(given);
  return [
    ["as it is", copy],
    ["frozen", () => Object.freeze(copy())],
    ["without a prototype", () => Object.assign(Object.create(null), copy())],
    ["inherited", () => Object.create(copy())],
    ["of a class", () => Object.assign(new (class Order {})(), copy())],
    ["a proxy", () => new Proxy(copy(), {})],
    [
      "a proxy that throws",
      () =>
        new Proxy(copy(), {
          get() {
            throw new Error("mine");
          },
        }),
    ],
    ["a proxy that hides its keys", () => new Proxy(copy(), { ownKeys: () => [] })],
    ["in a list", () => [copy()]],
    ["as text", () => JSON.stringify(given)],
    ["with toJSON", () => ({ ...copy(), toJSON: () => ({}) })],
    ["backwards", () => Object.fromEntries(Object.entries(copy()).reverse())],
  ];
}

/** Several things wrong at once: the order of what is found counts too. */
async function several(differ, own, ask, values, random) {
  for (let round = 0; round < 60; round++) {
    const { name, given, reply } = random.pick(own);
    const paths = pathsOf(given);
    if (paths.length === 0) continue;
    const picks = Array.from({ length: 2 + random.below(3) }, () => [random.pick(paths), random.pick(values)]);
    const make = () => {
      let request = given;
      for (const [path, [, value]] of picks) {
        try {
          request = changed(request, path, putting(value)) ?? request;
        } catch {
          // What was put there cannot be copied: the next one is left out.
        }
      }
      return request;
    };
    await differ.compare(`${name}: ${picks.map(([path, [what]]) => `${path.join(".")} = ${what}`).join(", ")}`, ask(make, reply));
  }
}
