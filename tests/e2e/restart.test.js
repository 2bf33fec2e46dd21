import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TestControl } from "../sandbox-control.js";
import { launch, person } from "./browser.js";
import { approve, assertChargedOnce, fillBasket, goToPayment, newStateDir, reserve, waitForPage } from "./shop.js";

const CLI = fileURLToPath(new URL("../../www/demo/cli.js", import.meta.url));
let browser;
let state;
before(async () => {
  browser = await launch();
  state = newStateDir();
});
after(async () => {
  await browser?.close();
  state?.remove();
});

/** Runs the demo's command; resolves with what it says once ready, or with its end. */
async function runDemo(...options) {
  const child = spawn(process.execPath, [CLI, "--json", "--state", state.folder, ...options]);
  let [stdout, stderr] = ["", ""];
  child.stderr.on("data", (text) => (stderr += text));
  const ended = new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
  const ready = new Promise((resolve) =>
    child.stdout.on("data", (text) => {
      stdout += text;
      if (stdout.includes("\n")) resolve(JSON.parse(stdout));
    }),
  );
  const said = await Promise.race([ready, ended]);
  if (!said.shopUrl) return { ended };
  return { ...said, pid: child.pid, sandbox: new TestControl(said.sandboxUrl), ended, signal: (name) => child.kill(name) };
}

/** The processes below this one. */
function children(pid) {
  const stats = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const below = stats.filter((id) => {
    try {
      // pid (name) state parent …; a name may hold spaces and brackets.
      return Number(readFileSync(`/proc/${id}/stat`, "utf8").split(") ").at(-1).split(" ")[1]) === pid;
    } catch {
      return false;
    }
  });
  return below.map(Number);
}

const onLinux = { skip: existsSync("/proc/self/stat") ? false : "finds workerd's processes through /proc" };

test("workerd is killed in the middle of a purchase; after a restart the buyer finishes, charged once", onLinux, async () => {
  const { page, leave } = await person(browser);
  let shop = await runDemo("--port", "0");
  const { shopUrl, sandboxUrl } = shop;
  const kill = async () => {
    const workers = children(shop.pid);
    assert.ok(workers.length >= 2, "two workers run below the demo");
    for (const worker of workers) process.kill(worker, "SIGKILL");
    const { code, stderr } = await shop.ended;
    assert.equal(code, 1);
    assert.match(stderr, /start the demo again/);
    shop = await runDemo("--port", "0");
    assert.equal(shop.shopUrl, shopUrl, "the same ports as before");
    assert.equal(shop.sandboxUrl, sandboxUrl);
  };
  // Before the approval: the payment page is open and goes on by itself.
  await fillBasket(page, shopUrl);
  const first = await goToPayment(page, shop);
  await kill();
  await shop.sandbox.approve(first.transactionId);
  await waitForPage(page, "paid");
  await assertChargedOnce(shop, first);

  // Between the approval and confirm.
  const second = await reserve(page, shop);
  const confirmUrl = await approve(shop, second);
  await kill();
  await page.goto(confirmUrl);
  await waitForPage(page, "paid");
  await assertChargedOnce(shop, second);

  // After confirm.
  await kill();
  await page.reload();
  await waitForPage(page, "paid");
  await assertChargedOnce(shop, second);
  await leave();

  const workers = children(shop.pid);
  shop.signal("SIGTERM");
  const { code, stdout } = await shop.ended;
  assert.equal(code, 0, "a clean stop");
  assert.equal(stdout.trim().split("\n").length, 1, "one line of JSON");
  for (const worker of workers) assert.throws(() => process.kill(worker, 0), { code: "ESRCH" });
});

test("--reset forgets payments and credentials", async () => {
  const before = await runDemo("--port", "0");
  before.signal("SIGINT");
  assert.equal((await before.ended).code, 0);
  const after = await runDemo("--port", "0", "--reset");
  assert.notEqual(after.channelSecret, before.channelSecret);
  assert.deepEqual(await after.sandbox.transactions(), []);
  after.signal("SIGINT");
  await after.ended;
});

test("a port in use is answered with what to do, not with a stack trace", async () => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  const { ended } = await runDemo("--port", String(port));
  const { code, stderr, stdout } = await ended;
  server.close();
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, new RegExp(`port ${port} is in use`));
  assert.match(stderr, /what to do: .*--port/);
  assert.doesNotMatch(stderr, /\n\s+at /);
});

test("a second demo on the same state is refused while the first one runs", async () => {
  const first = spawn(process.execPath, [CLI, "--state", state.folder, "--port", "0"]);
  const closed = new Promise((resolve) => first.once("close", resolve));
  let said = "";
  await new Promise((resolve) => {
    first.stdout.on("data", (text) => {
      said += text;
      if (said.includes("Ctrl-C")) resolve();
    });
  });
  const { ended } = await runDemo("--port", "0");
  const { code, stderr } = await ended;
  assert.equal(code, 1);
  assert.match(stderr, /running already/);
  // What a worker of one's own needs, as it is pasted into .dev.vars.
  const { channelId, channelSecret } = JSON.parse(readFileSync(`${state.folder}/credentials.json`, "utf8"));
  const [, sandboxUrl] = said.match(/sandbox +(\S+)/);
  assert.ok(said.includes(`\nCHANNEL_ID=${channelId}\nCHANNEL_SECRET=${channelSecret}\nLINE_PAY_URL=${sandboxUrl}\n`), said);
  first.kill("SIGINT");
  await closed;
});
