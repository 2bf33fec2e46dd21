import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { launch } from "../e2e/browser.js";
import { inProject } from "../project.js";
import { startWorkerIn } from "../runtimes/on-workerd.js";
import { recorder } from "../runtimes/record.js";
import { BUNDLES, OUT } from "./bundle.js";

const run = promisify(execFile);
const ID = "2026050712345678910";
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };

const folder = inProject("consumers/bundlers");
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What the bundle tells where it runs. */
const RUN = {
  workerd: async (bundle) => {
    const worker = await startWorkerIn(bundle, "consumer", {});
    try {
      return await (await worker.fetch("/")).text();
    } finally {
      await worker.stop();
    }
  },
  "Node.js": async (bundle, entry) => (await run(process.execPath, [join(bundle, entry)])).stdout.trim(),
  Chromium: async (bundle, entry) => {
    const page = existsSync(join(bundle, "index.html")) ? undefined : `<title>waiting</title><script type=module src=/${entry}></script>`;
    const server = createServer(async (request, response) => {
      const path = request.url === "/" ? "/index.html" : new URL(request.url, "http://x").pathname;
      const content = request.url === "/" && page ? page : await readFile(join(bundle, path)).catch(() => undefined);
      if (content === undefined) return response.writeHead(404).end();
      return response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(content);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const tab = await browser.newPage();
    try {
      const errors = [];
      tab.on("pageerror", (error) => errors.push(error.message));
      await tab.goto(`http://127.0.0.1:${server.address().port}/`);
      await tab
        .waitForFunction(() => document.title !== "waiting", undefined, { timeout: 15_000 })
        .catch((error) => errors.push(error.message));
      assert.deepEqual(errors, []);
      return await tab.title();
    } finally {
      await tab.close();
      server.closeAllConnections();
      server.close();
    }
  },
};

const checks = new Map();
for (const { bundler, on, entry, make, options } of BUNDLES) {
  if (!checks.has(bundler)) checks.set(bundler, recorder("bundlers", bundler));
  checks.get(bundler)(on, `the bundle runs on ${on}`, async () => {
    const bundle = join(OUT, `${bundler}-${on}`.replace(/\W+/g, "-").toLowerCase());
    await rm(bundle, { recursive: true, force: true });
    await make(folder, entry, bundle, options);
    const [place, how] = on.split(", ");
    assert.equal(await RUN[place](bundle, entry), ID);
    const modules = (await readdir(bundle, { recursive: true })).filter((name) => name.endsWith(".wasm"));
    // The module is copied where it is loaded from a file, and nowhere else.
    assert.equal(modules.length, place === "Node.js" || how === "inlined" ? 0 : 1, modules.join());
  });
}
