import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { build, createServer, preview } from "vite";
import { launch } from "../e2e/browser.js";
import { INSTALLED } from "../project.js";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const [page] = readme.match(/(?<=```html\n)[\s\S]*?(?=```)/) ?? [];
const [script] = [...readme.matchAll(/```js\n([\s\S]*?)```/g)]
  .map(([, code]) => code)
  .filter((code) => code.includes("linepay-edge/validate"));
const REPLY = { returnCode: "0000", returnMessage: "OK", info: { orderId: "ORD-1", payInfo: [{ amount: 360 }], transactionId: 0 } };

/** A folder of a newcomer's: what README has npm install, and the two files pasted. */
const root = join(dirname(dirname(INSTALLED)), "newcomer-page");
let browser;
before(async () => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  cpSync(INSTALLED, join(root, "node_modules/linepay-edge"), { recursive: true });
  writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module", dependencies: { "linepay-edge": "*" } }));
  writeFileSync(join(root, "index.html"), page);
  writeFileSync(join(root, "page.js"), script);
  browser = await launch();
});
after(() => browser?.close());

const SERVERS = {
  "Vite's server": async (options) => (await createServer(options)).listen(),
  "what Vite builds": async (options) => {
    await build(options);
    return preview(options);
  },
};

for (const [name, start] of Object.entries(SERVERS)) {
  test(`the page that README shows judges a reply, from ${name}`, async (context) => {
    const listening = { host: "127.0.0.1", port: 0 };
    const server = await start({ root, configFile: false, logLevel: "warn", server: listening, preview: listening });
    context.after(() => server.close());
    const tab = await browser.newPage();
    context.after(() => tab.close());
    const errors = [];
    tab.on("pageerror", (error) => errors.push(error.message));
    await tab.goto(server.resolvedUrls.local[0], { waitUntil: "networkidle" });
    // 19 digits, which no number of JavaScript's holds.
    await tab.fill("#reply", JSON.stringify(REPLY).replace(":0}", ":2026050712345678910}"));
    assert.deepEqual(errors, []);
    const verdict = JSON.parse(await tab.textContent("#verdict"));
    assert.deepEqual([verdict.ok, verdict.reply.transactionId], [true, "2026050712345678910"]);
    await tab.fill("#reply", "<html>");
    assert.equal(JSON.parse(await tab.textContent("#verdict")).error.code, "MALFORMED_REPLY");
  });
}
