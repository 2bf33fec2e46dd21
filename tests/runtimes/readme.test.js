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
const [contents = "", server = ""] = [...readFileSync(readme, "utf8").matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code);

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
  assert.match(await (await shop.fetch("/")).text(), /<form method=post action=\/pay\/reserve>/);
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
  assert.equal(payment.state, "CAPTURED");
}

// README's own words: the same line on each, with nothing granted but what it names.
const COMMANDS = {
  node: PROGRAMS.node,
  deno: () => [PROGRAMS.deno()[0], "run", "--no-prompt", "--no-lock", "--allow-net", "--allow-env"],
  bun: PROGRAMS.bun,
};

for (const [runtime, command] of Object.entries(COMMANDS)) {
  test(`the server that README shows takes a payment on ${runtime}`, async (context) => {
    const sandbox = await startOwnSandbox();
    context.after(() => sandbox.stop());
    const [file, ...args] = command();
    const { shop: port } = await choosePorts({ port: 0 });
    const child = spawn(file, [...args, "server.js"], {
      cwd: newcomer(),
      env: { ...process.env, CHANNEL_ID: CREDENTIALS.channelId, CHANNEL_SECRET: CREDENTIALS.channelSecret, LINE_PAY_URL: sandbox.control.baseUrl, PORT: port },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    context.after(() => (child.kill(), ended));
    const origin = `http://127.0.0.1:${port}`;
    const shop = { origin, fetch: (path, init) => fetch(new URL(path, origin), { redirect: "manual", ...init }) };
    for (const until = Date.now() + 20_000; !(await shop.fetch("/").catch(() => undefined)); ) {
      assert.ok(Date.now() < until && child.exitCode === null, `${runtime} did not listen`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await buy(shop, sandbox);
  });
}

/** A folder of a newcomer's: what README has npm install, and the two files pasted. */
function newcomer() {
  const folder = join(dirname(dirname(INSTALLED)), "newcomer");
  mkdirSync(folder, { recursive: true });
  cpSync(INSTALLED, join(folder, "node_modules/linepay-edge"), { recursive: true });
  cpSync(fileURLToPath(new URL("../node_modules/srvx", import.meta.url)), join(folder, "node_modules/srvx"), { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies: { srvx: "*", "linepay-edge": "*" } }));
  writeFileSync(join(folder, "worker.js"), contents);
  writeFileSync(join(folder, "server.js"), server);
  return folder;
}
