// The package around a module made of JavaScript, which can be told to stop as a trapped one does.
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";

const GLUE = `
export const world = { started: 0, resets: 0, configs: [], full: false };
export function initSync() {
  if (world.full) throw new RangeError("out of memory");
  world.started += 1;
}
export default async function () { world.started += 1; }
export function __wbg_reset_state() {
  if (world.full) throw new RangeError("out of memory");
  world.resets += 1;
}
export function onTrap(listener) { world.trap = listener; }
export function checkConfig(config) {
  world.configs.push(config);
  if (config.channelId === "trap") throw new WebAssembly.RuntimeError("unreachable");
  if (!config.channelId) throw {
    code: "INVALID_CONFIGURATION", message: "channelId is missing", outcome: "not-executed", retry: "never",
    issues: [{ path: "channelId", rule: "required", message: "is required", messageZhTw: "為必填" }],
  };
}
export async function call(config, host, operation, input, options) {
  world.last = { config, operation, input, options };
  const answer = await host.send("POST", "https://x.invalid/" + input.how, [], "{}", 1000, options?.signal);
  if (input.how === "trap") return new Promise(() => undefined);
  if (input.how === "throw") throw new WebAssembly.RuntimeError("unreachable");
  if (input.how === "slow") await host.sleep(80);
  if (input.how === "refused") throw {
    code: "REFUSED", message: "No", outcome: "not-executed", retry: "never", issues: [], returnCode: "1104", raw: "{}",
  };
  return { answer };
}
`;

const folder = await mkdtemp(join(tmpdir(), "linepay-edge-"));
after(() => rm(folder, { recursive: true }));
const here = fileURLToPath(new URL("..", import.meta.url));
await cp(join(here, "dist"), join(folder, "dist"), { recursive: true });
await cp(join(here, "package.json"), join(folder, "package.json"));
await mkdir(join(folder, "wasm"));
await writeFile(join(folder, "wasm/linepay_edge.js"), GLUE);
await writeFile(join(folder, "wasm/inline.js"), 'export default "AGFzbQEAAAA=";');

const load = (path) => import(pathToFileURL(join(folder, path)));
const { world } = await load("wasm/linepay_edge.js");
const { init, LinePay, LinePayError } = await load("dist/index.js");

const SECRET = "0123456789abcdef0123456789abcdef";
const options = (more = {}) => ({
  channelId: "1234567890",
  channelSecret: SECRET,
  version: "v2",
  fetch: async () => new Response("{}"),
  ...more,
});

test("a module that cannot start is told with its own error as the cause", () => {
  world.full = true;
  assert.throws(
    () => new LinePay(options()),
    ({ code, cause }) => code === "TRAPPED" && cause instanceof RangeError,
  );
  world.full = false;
});

test("starts once, and not before it is needed", async () => {
  assert.equal(world.started, 0);
  new LinePay(options());
  await init();
  new LinePay(options());
  assert.equal(world.started, 1);
});

test("the module sees the options without the functions, as a copy", () => {
  const timeouts = { confirm: 1 };
  new LinePay(options({ timeouts, onEvent: () => 0, dangerouslyAllowBrowser: false }));
  timeouts.confirm = 2;
  assert.deepEqual(world.configs.at(-1), { channelId: "1234567890", channelSecret: SECRET, version: "v2", timeouts: { confirm: 1 } });
});

test("wrong options throw at construction", () => {
  for (const [given, path] of [
    [options({ channelId: "" }), "channelId"],
    [undefined, "channelId"],
    [options({ fetch: "x" }), "fetch"],
    [options({ onEvent: {} }), "onEvent"],
  ]) {
    assert.throws(
      () => new LinePay(given),
      (error) => error instanceof LinePayError && error.code === "INVALID_CONFIGURATION" && error.issues[0].path === path,
    );
  }
});

test("no form of a client shows its secret", () => {
  const linePay = new LinePay(options());
  const forms = [String(linePay), JSON.stringify(linePay), inspect(linePay, { depth: 9, showHidden: true }), `${Object.keys(linePay)}`];
  for (const form of forms) assert.ok(!form.includes(SECRET), form);
  assert.equal(String(linePay), "[object LinePay]");
  assert.deepEqual(JSON.parse(JSON.stringify(linePay)), { version: "v2", environment: "sandbox" });
});

test("a browser page is refused unless told otherwise in as many words", () => {
  globalThis.window = globalThis;
  globalThis.document = {};
  try {
    assert.throws(() => new LinePay(options()), { code: "INVALID_CONFIGURATION" });
    assert.throws(() => new LinePay(options({ dangerouslyAllowBrowser: "yes" })), { code: "INVALID_CONFIGURATION" });
    new LinePay(options({ dangerouslyAllowBrowser: true }));
  } finally {
    delete globalThis.window;
    delete globalThis.document;
  }
});

test("a browser's worker is refused like its page; a server's scope of the same name is not", (context) => {
  const mozilla = "Mozilla/5.0 (X11; Linux x86_64)";
  // biome-ignore lint/complexity/noStaticOnlyClass: what stands to the right of instanceof is a class
  const scope = class {
    static [Symbol.hasInstance] = () => true;
  };
  const agent = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  context.after(() => {
    delete globalThis.WorkerGlobalScope;
    delete globalThis.navigator;
    if (agent) Object.defineProperty(globalThis, "navigator", agent);
  });
  const within = (Scope, userAgent) => {
    globalThis.WorkerGlobalScope = Scope;
    Object.defineProperty(globalThis, "navigator", { value: userAgent && { userAgent }, configurable: true });
  };
  within(scope, mozilla);
  assert.throws(
    () => new LinePay(options()),
    (error) => {
      assert.equal(error.code, "INVALID_CONFIGURATION");
      assert.match(error.message, /browser worker.*from your server.*dangerouslyAllowBrowser: true/);
      assert.deepEqual(
        error.issues.map(({ path, rule }) => [path, rule]),
        [["dangerouslyAllowBrowser", "server-only"]],
      );
      return true;
    },
  );
  new LinePay(options({ dangerouslyAllowBrowser: true }));
  for (const userAgent of ["Cloudflare-Workers", "Deno/2.9.5", undefined]) {
    within(scope, userAgent);
    new LinePay(options());
  }
  within(undefined, mozilla);
  new LinePay(options());
});

test("each operation goes by its name, with its options", async () => {
  const linePay = new LinePay(options());
  const expected = { orderId: "ORD-1" };
  for (const operation of ["reserve", "confirm", "paymentCheck", "refund"]) {
    const reply = await linePay[operation]({ how: "ok" }, { expected });
    assert.deepEqual(reply, { answer: { status: 200, text: "{}" } });
    assert.equal(world.last.operation, operation);
    assert.deepEqual(world.last.options, { expected });
  }
});

test("what the module throws on purpose is a LinePayError", async () => {
  const linePay = new LinePay(options());
  await assert.rejects(linePay.confirm({ how: "refused" }), (error) => {
    assert.ok(error instanceof LinePayError);
    assert.equal(error.returnCode, "1104");
    assert.equal(error.raw, "{}");
    return true;
  });
});

test("a trap ends every call in flight, each with its outcome, and the next call works", async () => {
  for (const how of ["trap", "throw"]) {
    const resets = world.resets;
    const never = () => new Promise(() => undefined);
    const linePay = new LinePay(options({ fetch: (url) => (url.endsWith("hang") ? never() : Promise.resolve(new Response("{}"))) }));
    const results = await Promise.allSettled([
      linePay.refund({ how: "hang" }),
      linePay.paymentCheck({ how: "hang" }),
      linePay.confirm({ how }),
    ]);
    assert.deepEqual(
      results.map(({ reason }) => [reason.code, reason.outcome, reason.retry, reason.operation]),
      [
        ["TRAPPED", "unknown", "ask-first", "refund"],
        ["TRAPPED", "not-executed", "again", "paymentCheck"],
        ["TRAPPED", "unknown", "ask-first", "confirm"],
      ],
    );
    assert.equal(world.resets, resets + 1);
    assert.deepEqual(await linePay.confirm({ how: "ok" }), { answer: { status: 200, text: "{}" } });
  }
});

test("a trap that the module tells of ends every call in flight at once, with its cause", async () => {
  const linePay = new LinePay(options({ fetch: () => new Promise(() => undefined) }));
  const calls = Promise.allSettled([linePay.refund({ how: "hang" }), linePay.paymentCheck({ how: "hang" })]);
  const cause = new WebAssembly.RuntimeError("unreachable");
  world.trap(cause);
  const results = await calls;
  assert.deepEqual(
    results.map(({ reason }) => [reason.code, reason.outcome, reason.cause]),
    [
      ["TRAPPED", "unknown", cause],
      ["TRAPPED", "not-executed", cause],
    ],
  );
});

test("a trap without memory for another instance settles every call in flight, and the next call gets one", async () => {
  const resets = world.resets;
  const linePay = new LinePay(options({ fetch: () => new Promise(() => undefined) }));
  const lost = linePay.refund({ how: "hang" });
  world.full = true;
  world.trap(new WebAssembly.RuntimeError("unreachable"));
  await assert.rejects(lost, { code: "TRAPPED", outcome: "unknown" });
  await assert.rejects(linePay.paymentCheck({ how: "ok" }), ({ code, cause }) => code === "TRAPPED" && cause instanceof RangeError);
  world.full = false;
  assert.deepEqual(await new LinePay(options()).confirm({ how: "ok" }), { answer: { status: 200, text: "{}" } });
  assert.equal(world.resets, resets + 1);
});

test("a trap in a synchronous export", () => {
  const resets = world.resets;
  assert.throws(() => new LinePay(options({ channelId: "trap" })), { code: "TRAPPED", outcome: "not-executed" });
  assert.equal(world.resets, resets + 1);
});

test("slow calls are not taken for dead ones", async () => {
  const resets = world.resets;
  const fetch = () => new Promise((resolve) => setTimeout(resolve, 60, new Response("{}")));
  const linePay = new LinePay(options({ fetch }));
  await Promise.all([linePay.confirm({ how: "slow" }), linePay.confirm({ how: "slow" }), linePay.refund({ how: "ok" })]);
  assert.equal(world.resets, resets);
});

test("require() gets the same package", { skip: !process.features.require_module && "this Node cannot require ES modules" }, () => {
  const required = createRequire(join(folder, "dist/"))("./index.js");
  assert.equal(required.LinePay, LinePay);
});

test("without a way to load the module, the error says what to do", async () => {
  const { core, init: start } = await load("dist/entries/edge/explicit.js");
  assert.throws(core, /init/);
  await assert.rejects(start(), { code: "INVALID_CONFIGURATION" });
  await start(new Uint8Array());
  assert.equal(typeof core().call, "function");
});
