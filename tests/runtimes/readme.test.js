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
const [contents = "", server = ""] = shown("js");
const [settings = ""] = shown("json");

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

/** Buys the tea, as a browser does; every redirect is followed by hand. */
async function buy(shop, sandbox) {
  const page = await shop.fetch("/");
  assert.match(page.headers.get("content-type"), /charset=utf-8/);
  const html = await page.text();
  for (const part of ['<html lang="zh-Hant">', '<meta charset="utf-8">', "<title>", 'name="viewport"', 'action="/pay/reserve"']) {
    assert.ok(html.includes(part), part);
  }
  const body = new URLSearchParams({ product: "tea" });
  const reserved = await shop.fetch("/pay/reserve", { method: "POST", body, headers: { origin: shop.origin } });
  assert.equal(reserved.status, 303, await reserved.text());
  assert.ok(reserved.headers.get("location").startsWith(`${sandbox.control.baseUrl}/web/payment/wait`));

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
      cwd: newcomer(keys),
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

/** A folder of a newcomer's: what README has npm install, and its files pasted. */
function newcomer(keys) {
  const folder = join(dirname(dirname(INSTALLED)), "newcomer");
  mkdirSync(folder, { recursive: true });
  cpSync(INSTALLED, join(folder, "node_modules/linepay-edge"), { recursive: true });
  cpSync(fileURLToPath(new URL("../node_modules/srvx", import.meta.url)), join(folder, "node_modules/srvx"), { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies: { srvx: "*", "linepay-edge": "*" } }));
  writeFileSync(join(folder, "worker.js"), contents);
  writeFileSync(join(folder, "server.js"), server);
  writeFileSync(join(folder, "wrangler.json"), settings);
  writeFileSync(
    join(folder, ".dev.vars"),
    Object.entries(keys)
      .map((pair) => `${pair.join("=")}\n`)
      .join(""),
  );
  return folder;
}
