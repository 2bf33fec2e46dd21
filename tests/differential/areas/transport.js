// The way there and back: HTTP statuses, broken and slow answers, time limits, aborts, retries.
import { call, clientOf, judged, numbers } from "../call.js";

const STATUSES = [
  200, 201, 202, 204, 206, 299, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 408, 409, 418, 422, 429, 451, 500, 501, 502, 503, 504,
  520, 599,
];
const never = () => new Promise(() => {});
const later = (milliseconds, value) => new Promise((resolve) => setTimeout(resolve, milliseconds, value));
const bytesOf = (text) => new TextEncoder().encode(text);

/** A body of these parts: bytes, milliseconds to wait, or an error to break off with. */
function body(...parts) {
  return new ReadableStream({
    async pull(controller) {
      const part = parts.shift();
      if (part === undefined) return controller.close();
      if (part instanceof Error) return controller.error(part);
      if (typeof part !== "number") return controller.enqueue(part);
      await later(part);
      controller.enqueue(new Uint8Array(0));
    },
  });
}

/** Everything that a fetch can come to: `[name, replies]`. */
function answers(text) {
  const bytes = bytesOf(text);
  const half = bytes.length >> 1;
  const response =
    (init, content = text) =>
    () =>
      new Response(content, init);
  const headers = (given) => response({ headers: given });
  const broken = () => {
    throw new TypeError("fetch failed");
  };
  return [
    ...STATUSES.flatMap((status) => {
      const empty = [204, 205, 304].includes(status);
      return [
        [`${status}`, [response({ status }, empty ? null : text)]],
        [`${status} of a page`, [response({ status }, empty ? null : "<html>no</html>")]],
      ];
    }),
    ["a status of its own", [() => ({ status: 299.5, type: "basic", headers: new Headers(), body: new Response(text).body })]],
    ["a hidden redirect", [() => ({ status: 0, type: "opaqueredirect", headers: new Headers(), body: null })]],
    ["a redirected one", [() => Object.defineProperty(new Response(text), "redirected", { value: true })]],
    ["without headers", [() => ({ status: 200, type: "basic", body: new Response(text).body })]],
    ["without a body", [response({}, null)]],
    ["content-length right", [headers({ "content-length": `${bytes.length}` })]],
    ["content-length too small", [headers({ "content-length": "3" })]],
    ["content-length too large", [headers({ "content-length": "99999999" })]],
    ["content-length of words", [headers({ "content-length": "many" })]],
    ["content-encoding", [headers({ "content-length": "3", "content-encoding": "gzip" })]],
    ["of another type", [headers({ "content-type": "text/html; charset=big5" })]],
    [
      "in bytes one by one",
      [() => new Response(body(...Array.from(bytes.subarray(0, 400), (byte) => Uint8Array.of(byte)), bytes.subarray(400)))],
    ],
    ["in two parts", [() => new Response(body(bytes.slice(0, half), bytes.slice(half)))]],
    ["not UTF-8", [() => new Response(body(bytes.slice(0, half), Uint8Array.of(0xff, 0xc3), bytes.slice(half)))]],
    ["broken off", [() => new Response(body(bytes.slice(0, half), new Error("reset")))]],
    ["slow", [() => new Response(body(bytes.slice(0, half), 1000, bytes.slice(half)))]],
    ["too slow", [() => new Response(body(bytes.slice(0, half), 100_000, bytes.slice(half)))]],
    ["never complete", [() => new Response(new ReadableStream({ pull: never }))]],
    ["5 MiB", [() => new Response(body(...Array.from({ length: 80 }, () => new Uint8Array(65_536).fill(32))))]],
    ["5 MiB of a known length", [response({ headers: { "content-length": `${5 * 1024 * 1024}` } }, " ".repeat(5 * 1024 * 1024))]],
    ["no answer", [never]],
    ["an answer after an hour", [() => later(3_600_000, new Response(text))]],
    ["an answer after a second", [() => later(1000, new Response(text))]],
    ["fetch rejects", [broken]],
    [
      "fetch rejects with a text",
      [
        () => {
          throw "no";
        },
      ],
    ],
    ["fetch rejects with undefined", [() => Promise.reject()]],
    ["fetch gives nothing", [() => undefined]],
    ["fetch gives a text", [() => text]],
    ["fetch gives {}", [() => ({})]],
    [
      "a body that is read",
      [
        () => {
          const read = new Response(text);
          read.text();
          return read;
        },
      ],
    ],
    ["rejects, then answers", [broken, text]],
    ["rejects twice, then answers", [broken, broken, text]],
    ["502, then answers", [response({ status: 502 }, "x"), text]],
    ["503, 503, then answers", [response({ status: 503 }), response({ status: 503 }), text]],
    ["cut, then answers", [text.slice(0, half), text]],
    ["9000, then answers", ['{"returnCode":"9000","returnMessage":""}', text]],
    ["1150, then answers", ['{"returnCode":"1150","returnMessage":""}', text]],
    ["slow, then answers", [never, text]],
    ["429, then answers", [response({ status: 429, headers: { "retry-after": "1" } }), text]],
  ];
}

/** Ways to give a call up: each makes its options, and goes on from there. */
const ABORTS = [
  ["given up before", () => AbortSignal.abort()],
  ["given up before, why", () => AbortSignal.abort(new Error("mine"))],
  ...[0, 1, 100, 24_999, 60_000].map((after) => [
    `given up after ${after}`,
    () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), after);
      return controller.signal;
    },
  ]),
  ["a signal that is never used", () => new AbortController().signal],
];

export async function transport(differ, { fixtures }) {
  const done = new Set();
  for (const { name, operation, version, given, reply } of fixtures) {
    if (!/"returnCode":"0000"/.test(reply) || done.has(`${operation} ${version}`)) continue;
    done.add(`${operation} ${version}`);
    for (const [what, replies] of answers(reply)) {
      await differ.compare(`${name}: ${what}`, (build) => call(build, { version }, operation, given, replies));
    }
    const ways = [
      ["at once", reply],
      ["never", never],
      ["after a second", () => later(1000, new Response(reply))],
      ["rejected", () => Promise.reject(new Error())],
    ];
    for (const [what, make] of ABORTS) {
      for (const [when, answer] of ways) {
        await differ.compare(`${name} ${what}, answered ${when}`, (build) =>
          call(build, { version }, operation, given, [answer], { signal: make() }),
        );
      }
      await differ.compare(`${name} ${what}, slow body`, (build) => {
        const slow = () => new Response(body(bytesOf(reply.slice(0, 9)), 30_000, bytesOf(reply.slice(9))));
        return call(build, { version }, operation, given, [slow], { signal: make() });
      });
    }
    for (const limit of [100, 5000, 600_000]) {
      const config = { version, timeouts: { [operation]: limit } };
      for (const [when, answer] of ways) {
        await differ.compare(`${name} limit ${limit}, answered ${when}`, (build) => call(build, config, operation, given, [answer]));
      }
    }
    await differ.compare(`${name}: the global fetch`, async (build) => {
      const own = globalThis.fetch;
      globalThis.fetch = async () => new Response(reply);
      try {
        return await call(build, { version, fetch: undefined }, operation, given, [reply]);
      } finally {
        globalThis.fetch = own;
      }
    });
    await differ.compare(`${name}: ten at once`, (build) => atOnce(build, { version }, operation, given, reply));
    await differ.compare(`${name}: a listener that throws, rejects, calls`, (build) =>
      listening(build, { version }, operation, given, reply),
    );
  }
}

/** Ten calls of one client, answered in the opposite order. */
async function atOnce(build, config, operation, given, reply) {
  let count = 0;
  const answer = async () => {
    const own = ++count;
    await later(1000 - own * 10);
    return own % 3 === 0 ? new Response("{}") : new Response(reply);
  };
  const { client, seen } = clientOf(build, config, [answer]);
  const calls = Array.from({ length: 10 }, () => client[operation](given).then(undefined, (thrown) => judged(build, thrown)));
  return { ended: await Promise.all(calls), ...seen };
}

async function listening(build, config, operation, given, reply) {
  const heard = [];
  const number = numbers();
  const ways = [
    () => {
      throw new Error("mine");
    },
    () => Promise.reject(new Error("mine")),
    () => void build.main.legalSteps({ state: "x" }, 0),
    never,
  ];
  for (const way of ways) {
    const onEvent = (event) => {
      heard.push({ ...number(event) });
      event.operation = "changed";
      return way();
    };
    heard.push(await call(build, { ...config, onEvent }, operation, given, [reply]));
  }
  return heard;
}
