// Clients and calls, around a module made of JavaScript.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { folder, init, LinePay, LinePayError, load, MODULE, options, SECRET, world } from "./stub-module.mjs";

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
    assert.deepEqual(reply, { given: [200], raw: "{}" });
    assert.equal(world.last.operation, operation);
    assert.deepEqual(world.last.options, { expected });
  }
});

test("what the module says on purpose is a LinePayError", async () => {
  const linePay = new LinePay(options());
  await assert.rejects(linePay.confirm({ how: "refused" }), (error) => {
    assert.ok(error instanceof LinePayError);
    assert.equal(error.returnCode, "1104");
    assert.equal(error.raw, "{}");
    return true;
  });
});

test("require() gets the same package", { skip: !process.features.require_module && "this Node cannot require ES modules" }, () => {
  const required = createRequire(join(folder, "dist/"))("./index.js");
  assert.equal(required.LinePay, LinePay);
});

test("without a way to load the module, the error says what to do", async () => {
  const { core, init: start } = await load("dist/entries/edge/explicit.js");
  assert.throws(core, /init/);
  await assert.rejects(start(), { code: "INVALID_CONFIGURATION" });
  await start(MODULE);
  assert.equal(typeof core().ask, "function");
});
