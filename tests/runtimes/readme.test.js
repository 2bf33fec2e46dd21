import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { choosePorts } from "../../www/demo/ports.js";
import { INSTALLED } from "../project.js";
import { CREDENTIALS, startOwnSandbox } from "../sandbox-control.js";
import { PROGRAMS } from "./on-process.js";
import { startOnWorkerd } from "./on-workerd.js";

const readme = new URL("../../README.md", import.meta.url);
const shown = (language) =>
  [...readFileSync(readme, "utf8").matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"))].map(([, code]) => code);
const [contents = "", kept = "", server = ""] = shown("js");
const [settings = "", keptSettings = ""] = shown("json");

/** The worker with the three lines that give it a ledger, where README says to put them. */
function remembering() {
  const [imported, option, exported, ...more] = kept.trimEnd().split("\n");
  assert.deepEqual(more, [], "three lines");
  const start = "createCheckout({\n";
  assert.equal(contents.split(start).length, 2);
  return `${imported}\n${contents.replace(start, `${start}${option}\n`)}${exported}\n`;
}

test("the worker that README shows takes a payment when pasted", async (context) => {
  const lines = contents.split("\n").filter((line) => line.trim() !== "").length;
  assert.ok(lines > 10 && lines <= 26, `${lines} lines: the first screen of README holds about 20`);

  const sandbox = await startOwnSandbox();
  context.after(() => sandbox.stop());
  const shop = await startOnWorkerd(
    "readme",
    { stdin: { contents, resolveDir: fileURLToPath(new URL(".", readme)), sourcefile: "worker.js" } },
    {
      bindings: {
        CHANNEL_ID: CREDENTIALS.channelId,
        CHANNEL_SECRET: CREDENTIALS.channelSecret,
        LINE_PAY_URL: sandbox.control.baseUrl,
      },
      kv: ["ORDERS"],
    },
  );
  context.after(() => shop.stop());

  await buy(shop, sandbox);

  const unknown = new URLSearchParams({ product: "gold" });
  assert.equal((await shop.fetch("/pay/reserve", { method: "POST", body: unknown })).status, 400);
});

test("three lines give README's worker a ledger: an order is open in it until it is paid and told", async (context) => {
  const sandbox = await startOwnSandbox();
  context.after(() => sandbox.stop());
  const listed = "durableObjectLedger(env.LINE_PAY_ORDERS).open(undefined, 9).then((keys) => Response.json(keys))";
  const source = remembering().replace("new Response(page, html)", (page) => `request.url.endsWith("/open") ? ${listed} : ${page}`);
  const shop = await startOnWorkerd(
    "readme-kept",
    { stdin: { contents: source, resolveDir: fileURLToPath(new URL(".", readme)), sourcefile: "worker.js" } },
    {
      bindings: { CHANNEL_ID: CREDENTIALS.channelId, CHANNEL_SECRET: CREDENTIALS.channelSecret, LINE_PAY_URL: sandbox.control.baseUrl },
      kv: ["ORDERS"],
      objects: { LINE_PAY_ORDERS: "LinePayOrders" },
    },
  );
  context.after(() => shop.stop());
  const open = async () => (await shop.fetch("/open")).json();
  await buy(shop, sandbox, async () => assert.equal((await open()).length, 1));
  for (const end = Date.now() + 5_000; (await open()).length > 0; ) assert.ok(Date.now() < end, "it stays open");
});

/** Buys the tea, as a browser does; every redirect is followed by hand. `reserved` is done before it is paid. */
async function buy(shop, sandbox, reserved = async () => {}) {
  const page = await shop.fetch("/");
  assert.match(page.headers.get("content-type"), /charset=utf-8/);
  const html = await page.text();
  for (const part of ['<html lang="zh-Hant">', '<meta charset="utf-8">', "<title>", 'name="viewport"', 'action="/pay/reserve"']) {
    assert.ok(html.includes(part), part);
  }
  const body = new URLSearchParams({ product: "tea" });
  const sent = await shop.fetch("/pay/reserve", { method: "POST", body, headers: { origin: shop.origin } });
  assert.equal(sent.status, 303, await sent.text());
  assert.ok(sent.headers.get("location").startsWith(`${sandbox.control.baseUrl}/web/payment/wait`));
  await reserved();

  const [{ transactionId }] = await sandbox.control.transactions();
  const { redirectUrl } = await sandbox.control.approve(transactionId);
  const receipt = await shop.fetch(redirectUrl);
  assert.equal(receipt.status, 200);
  assert.match(await receipt.text(), new RegExp(transactionId));
  const [payment] = await sandbox.control.transactions();
  assert.deepEqual([payment.state, payment.version], ["CAPTURED", "v3"], "a version that a worker can use");
}

const WRANGLER = fileURLToPath(new URL("../node_modules/wrangler/bin/wrangler.js", import.meta.url));

// README's own words: the same files on each, with nothing granted but what it names.
const COMMANDS = {
  "wrangler dev": (port) => [process.execPath, WRANGLER, "dev", "--ip", "127.0.0.1", "--port", port],
  "wrangler dev, with a ledger": (port) => COMMANDS["wrangler dev"](port),
  node: () => [...PROGRAMS.node(), "server.js"],
  deno: () => [PROGRAMS.deno()[0], "run", "--no-prompt", "--no-lock", "--allow-net", "--allow-env", "server.js"],
  bun: () => [...PROGRAMS.bun(), "server.js"],
};

for (const [runtime, command] of Object.entries(COMMANDS)) {
  test(`the files that README shows take a payment by ${runtime}`, async (context) => {
    const sandbox = await startOwnSandbox();
    context.after(() => sandbox.stop());
    const { shop: port } = await choosePorts({ port: 0 });
    const [file, ...args] = command(String(port));
    const keys = { CHANNEL_ID: CREDENTIALS.channelId, CHANNEL_SECRET: CREDENTIALS.channelSecret, LINE_PAY_URL: sandbox.control.baseUrl };
    const quiet = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };
    const child = spawn(file, args, {
      cwd: newcomer(keys, runtime.endsWith("with a ledger")),
      env: { ...process.env, ...quiet, ...keys, PORT: String(port) },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    context.after(() => {
      child.kill();
      return ended;
    });
    const origin = `http://127.0.0.1:${port}`;
    const shop = { origin, fetch: (path, init) => fetch(new URL(path, origin), { redirect: "manual", ...init }) };
    for (const until = Date.now() + 60_000; !(await shop.fetch("/").catch(() => undefined)); ) {
      assert.ok(Date.now() < until && child.exitCode === null, `${runtime} did not listen`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await buy(shop, sandbox);
  });
}

/** A folder of a newcomer's: what README has npm install, and its files pasted, with or without what gives them a ledger. */
function newcomer(keys, remembers) {
  const folder = join(dirname(dirname(INSTALLED)), "newcomer");
  mkdirSync(folder, { recursive: true });
  cpSync(INSTALLED, join(folder, "node_modules/linepay-edge"), { recursive: true });
  cpSync(fileURLToPath(new URL("../node_modules/srvx", import.meta.url)), join(folder, "node_modules/srvx"), { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies: { srvx: "*", "linepay-edge": "*" } }));
  writeFileSync(join(folder, "worker.js"), remembers ? remembering() : contents);
  writeFileSync(join(folder, "server.js"), server);
  writeFileSync(join(folder, "wrangler.json"), remembers ? settings.replace("{\n", `{\n${keptSettings}`) : settings);
  writeFileSync(
    join(folder, ".dev.vars"),
    Object.entries(keys)
      .map((pair) => `${pair.join("=")}\n`)
      .join(""),
  );
  return folder;
}
