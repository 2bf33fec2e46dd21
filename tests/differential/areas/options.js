// What accompanies a call (expected, payment, signal), and how a client is set up.
import { inspect } from "node:util";
import { call, clientOf, judged } from "../call.js";
import { CREDENTIALS } from "../fixtures.js";
import { changed, misspelt, pathsOf, putting } from "../values.js";

/** One success of each operation and version. */
const successes = (fixtures) => {
  const found = new Map();
  for (const fixture of fixtures) {
    const key = `${fixture.operation} ${fixture.version}`;
    if (/"returnCode":"0000"/.test(fixture.reply) && !found.has(key)) found.set(key, fixture);
  }
  return [...found.values()];
};

export async function options(differ, { fixtures, values, lives, random }) {
  const whole = new Set(["confirm", "paymentCheck"]);
  for (const { name, operation, version, given, known, reply } of successes(fixtures)) {
    const compare = (what, make) =>
      differ.compare(`${name} ${what}`, (build) => call(build, { version }, operation, given, [reply], make()));
    // They are read alike by all operations: each value with a few of them, and with every one some.
    const some = values.filter(() => whole.has(operation) || random.below(16) === 0);
    for (const [what, make] of some) {
      await compare(`options ${what}`, make);
      for (const option of ["expected", "payment", "signal", "other"]) await compare(`${option} = ${what}`, () => ({ [option]: make() }));
      for (const field of ["transactionId", "orderId", "amount", "currency", "other"]) {
        await compare(`expected.${field} = ${what}`, () => ({ expected: { ...known, [field]: make() } }));
      }
    }
    for (const option of ["expected", "payment", "signal"])
      for (const other of misspelt(option)) await compare(other, () => ({ [other]: {} }));
    for (const field of Object.keys(known))
      for (const other of misspelt(field)) await compare(`expected.${other}`, () => ({ expected: { [other]: known[field] } }));
    for (const signal of [{ aborted: true }, { aborted: false }, { aborted: false, addEventListener() {} }, new EventTarget()]) {
      await compare(`signal like ${inspect(signal)}`, () => ({ signal }));
    }
    for (const [what, life] of lives) await compare(`payment of ${what}`, () => ({ payment: life }));
    const [, life] = lives.find(([what]) => what.includes(version)) ?? lives[0];
    for (const path of pathsOf(life)) {
      for (const [what, make] of some)
        await compare(`payment.${path.join(".")} = ${what}`, () => ({
          payment: changed(life, path, putting(make)),
        }));
    }
  }
}

const NAMES = [
  "channelId",
  "channelSecret",
  "version",
  "environment",
  "baseUrl",
  "paymentOrigin",
  "timeouts",
  "deviceType",
  "deviceProfileId",
  "fetch",
  "onEvent",
  "dangerouslyAllowBrowser",
];
const BASES = [
  ...[
    "https://relay.example.com",
    "https://relay.example.com/",
    "https://relay.example.com/line",
    "https://relay.example.com/line/",
    "https://relay.example.com:8443/a/b",
  ],
  ...[
    "http://127.0.0.1:8788",
    "http://localhost:1",
    "http://[::1]:80",
    "http://relay.example.com",
    "http://127.0.0.2",
    "http://localhost.example.com",
    "HTTPS://Relay.Example.COM",
  ],
  ...[
    "https://u:p@relay.example.com",
    "https://relay.example.com?x=1",
    "https://relay.example.com#x",
    "https://",
    "https:relay",
    "relay.example.com",
    " https://relay.example.com",
  ],
  ...[
    "https://relay.example.com/a/../b",
    "https://relay.example.com/a//b",
    "https://relay.example.com/%2e",
    "https://xn--abc.example",
    "https://relay.example.com:99999",
    "https://a..b",
  ],
];

export async function configuration(differ, { fixtures, values }) {
  const made = (config) => (build) => {
    try {
      const client = new build.main.LinePay(typeof config === "function" ? config() : config);
      return { client: JSON.stringify(client), text: inspect(client), tag: String(client), version: client.version };
    } catch (thrown) {
      return { thrown: judged(build, thrown) };
    }
  };
  for (const version of ["v2", "v3", "v4"]) {
    const good = { ...CREDENTIALS, version };
    for (const name of NAMES) {
      for (const [what, make] of values)
        await differ.compare(
          `${version} ${name} = ${what}`,
          made(() => ({ ...good, [name]: make() })),
        );
      for (const other of misspelt(name)) await differ.compare(`${version} ${other}`, made({ ...good, [other]: "x" }));
    }
    for (const name of ["channelId", "channelSecret", "version"])
      await differ.compare(`${version} without ${name}`, made({ ...good, [name]: undefined }));
    for (const [what, make] of values)
      await differ.compare(
        `${version} timeouts.confirm = ${what}`,
        made(() => ({ ...good, timeouts: { confirm: make() } })),
      );
    for (const other of ["confrim", "statusCheck", "reserve", "x"])
      await differ.compare(`${version} timeouts.${other}`, made({ ...good, timeouts: { [other]: 1000 } }));
    const all = {
      channelId: "x",
      channelSecret: "",
      version: "v9",
      environment: "live",
      baseUrl: "ftp://x",
      paymentOrigin: "x",
      timeouts: { a: 1 },
      deviceType: "\n",
    };
    await differ.compare(`${version} all wrong`, made(all));
  }
  for (const [what, make] of values) await differ.compare(`options ${what}`, made(make));
  for (const agent of ["Mozilla/5.0 (X11)", "Node.js/20", "Cloudflare-Workers", ""]) {
    await differ.compare(`in ${agent}`, (build) => asAgent(agent, made({ ...CREDENTIALS, version: "v3" }), build));
    await differ.compare(`in ${agent}, allowed`, (build) =>
      asAgent(agent, made({ ...CREDENTIALS, version: "v3", dangerouslyAllowBrowser: true }), build),
    );
  }
  await servers(differ, fixtures);
}

function asAgent(userAgent, ask, build) {
  const own = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: { userAgent }, configurable: true });
  try {
    return ask(build);
  } finally {
    delete globalThis.navigator;
    if (own !== undefined) Object.defineProperty(globalThis, "navigator", own);
  }
}

/** What is sent where, and which payment pages are believed. */
async function servers(differ, fixtures) {
  for (const { name, operation, version, given, reply } of successes(fixtures)) {
    const ask = (what, config) =>
      differ.compare(`${name} ${what}`, async (build) => {
        try {
          return await call(build, { version, ...config }, operation, given, [reply]);
        } catch (thrown) {
          return { refused: judged(build, thrown) };
        }
      });
    for (const environment of ["beta", "sandbox", "production"]) await ask(environment, { environment });
    for (const baseUrl of BASES) await ask(`at ${baseUrl}`, { baseUrl });
    for (const paymentOrigin of BASES) await ask(`pages at ${paymentOrigin}`, { paymentOrigin });
    await ask("with a device", { deviceType: "POS", deviceProfileId: "P-1" });
    await ask("with a long device", { deviceType: "茶".repeat(100), deviceProfileId: "x".repeat(5000) });
    await differ.compare(`${name} after its options were changed`, async (build) => {
      const timeouts = { [operation]: 1000 };
      const { client, seen } = clientOf(build, { version, timeouts }, [() => new Promise(() => {})]);
      timeouts[operation] = 1;
      return { ended: await client[operation](given).catch((thrown) => judged(build, thrown)), ...seen, late: Date.now() };
    });
    await differ.compare(`${name} on another receiver`, async (build) => {
      const { client } = clientOf(build, { version }, [reply]);
      return (async () => client[operation].call({}, given))().catch((thrown) => ({ thrown: thrown.name }));
    });
  }
  for (const host of [
    "line.me",
    "web-pay.line.me",
    "a.b.line.me",
    "line.me.example.com",
    "evilline.me",
    "LINE.ME",
    "web-pay.line.me:8443",
    "u@web-pay.line.me",
    "web-pay.line.me.",
    "127.0.0.1",
  ]) {
    for (const { name, operation, version, given, reply } of successes(fixtures).filter((one) => one.operation === "reserve")) {
      const text = reply.replace(/https:(\\?\/){2}[a-z.-]+/g, (start) => start.replace(/[a-z.-]+$/, host));
      for (const environment of ["sandbox", "production"]) {
        await differ.compare(`${name} ${environment} pages at ${host}`, (build) =>
          call(build, { version, environment }, operation, given, [text]),
        );
      }
    }
  }
}
