// The merchant console in Chromium, before a sandbox with many payments: first rows, searches, and what the page keeps. By itself:
// `node bench/sandbox/console.js` writes bench/results.json and its tables anew; `--quick` only tells.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { argv } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createSandbox } from "../../sandbox/pkg/dist/index.js";
import { SandboxControl } from "../../sandbox/pkg/dist/control.js";
import { launch } from "../../tests/e2e/browser.js";
import { RESULTS, writeReport, written } from "../report.js";
import { spread } from "../timing.js";

const MAIN = fileURLToPath(new URL("../../sandbox/pkg/dist/command/main.js", import.meta.url));
const AT_ONCE = 5000;
/** Long after the first rows, in milliseconds. */
const SETTLED = 1500;
const DAY = 86_400;
const GOODS = ["原味優格 6 入", "Oolong tea", "手工餅乾禮盒", "Drip coffee, 10 bags", "Mug"];
/** Nothing, a fifth, a few, two words, a part of an id. Neighbours find another number each: by it the page is known to have answered. */
const WORDS = ["no such order", "優格", "ORDER-2026-771", "tea 2026", "77"];

/**
 * In the page, from its beginning on: when the rows are painted, as the browser tells it of an element that is marked before it is painted.
 * Nothing else is asked of the page until then, for that would be some of the time.
 */
function watch() {
  new PerformanceObserver((list) => {
    globalThis.rowsPainted ??= list.getEntries()[0].renderTime;
  }).observe({ type: "element" });
  const observer = new MutationObserver(() => {
    const row = document.querySelector(".rows .all .line .order");
    if (row === null) return;
    observer.disconnect();
    row.setAttribute("elementtiming", "row");
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** When a page of a browser showed anything first, and when the rows; from the beginning of the navigation. */
async function firstOf(page, address) {
  await page.addInitScript(watch);
  await page.goto(address, { waitUntil: "commit" });
  await sleep(SETTLED);
  return page.evaluate(() => {
    const [{ startTime }] = performance.getEntriesByName("first-contentful-paint");
    if (!(globalThis.rowsPainted > 0)) throw new Error("no row was painted");
    return { paint: startTime, rows: globalThis.rowsPainted };
  });
}

/** Waits for the rows of a search in the page itself, to the next frame after they are there. */
function drawn(expected) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no rows after ten seconds")), 10_000);
    const look = () => {
      const status = document.querySelector(".count")?.textContent ?? "";
      const busy = document.querySelector(".line[aria-busy=true]");
      if (expected(status) && !busy) requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
      else setTimeout(look, 1);
    };
    look();
  });
}

/** From the key to the rows, and from the request to the rows. */
async function searchFor(page, word) {
  return page.evaluate(
    async ([word, wait]) => {
      performance.clearResourceTimings();
      const field = document.querySelector("input[type=search]");
      const before = document.querySelector(".count").textContent;
      const start = performance.now();
      field.value = word;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      // biome-ignore lint/security/noGlobalEval: the function of the measuring script, in the page
      const end = await globalThis.eval(`(${wait})`)((status) => status !== before && /\d/.test(status));
      const asked = performance.getEntriesByType("resource").filter(({ name }) => /transactions\?.*q=/.test(name));
      return { key: end - start, request: end - asked.at(-1).startTime };
    },
    [word, drawn.toString()],
  );
}

async function fill(control, payments) {
  for (let from = 0; from < payments; from += AT_ONCE) {
    const one = (_, index) => ({
      orderId: `ORDER-2026-${from + index}`,
      amount: 100 + ((from + index) % 900),
      state: "CAPTURED",
      agoSeconds: ((from + index) * 7919) % (28 * DAY),
      productName: GOODS[index % GOODS.length],
    });
    await control.seed({ payments: Array.from({ length: Math.min(AT_ONCE, payments - from) }, one) });
  }
}

/** The same searches in this process, in milliseconds of the processor: what others do on the machine is not in it. */
async function searchesAlone(payments, rounds) {
  const sandbox = await createSandbox({ channelId: "1600000001", channelSecret: "0123456789abcdef0123456789abcdef" });
  await fill(sandbox, payments);
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const word of WORDS) {
      const before = process.cpuUsage();
      const url = `${sandbox.baseUrl}/_sandbox/console/transactions?q=${encodeURIComponent(word)}&sort=-date&limit=100`;
      await (await sandbox.fetch(url, { headers: { "x-sandbox-control": "1" } })).json();
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
    }
  }
  return times;
}

/** The command with its payments, which nobody has looked at. */
async function started(payments) {
  const command = spawn(process.execPath, [MAIN, "--port", "0", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  const said = JSON.parse(String((await once(command.stdout, "data"))[0]));
  await fill(new SandboxControl(said.url), payments);
  return { command, address: said.console };
}

const viewport = { width: 1280, height: 900 };

/** The first page of a browser, before a sandbox that was never asked. */
async function unasked(payments) {
  // While payments are made, it comes to rest.
  const browser = await launch();
  const { command, address } = await started(payments);
  try {
    return await firstOf(await browser.newPage({ viewport }), address);
  } finally {
    await browser.close();
    command.kill();
  }
}

export async function measureConsole({ payments, rounds, starts, tell }) {
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version, load: loadavg()[0] };
  const cold = [];
  for (let start = 0; start < starts; start += 1) cold.push(await unasked(payments));
  const { command, address } = await started(payments);
  const browser = await launch();
  try {
    const first = [];
    const searches = { key: [], request: [] };
    let kept;
    for (let round = 0; round <= rounds; round += 1) {
      // A browser that has seen none of it.
      const context = await browser.newContext({ bypassCSP: true, viewport });
      const page = await context.newPage();
      const seen = await firstOf(page, address);
      // The first of all is like those before.
      if (round > 0) first.push(seen);
      for (const word of WORDS) {
        const { key, request } = await searchFor(page, word);
        searches.key.push(key);
        searches.request.push(request);
      }
      if (round === rounds) kept = await memoryOf(page);
      await context.close();
    }
    const result = { machine, date: new Date().toISOString().slice(0, 10), payments, rounds, starts, ...kept };
    for (const [name, all] of Object.entries({ cold, first })) {
      result[name] = { rows: spread(all.map(({ rows }) => rows)), paint: spread(all.map(({ paint }) => paint)) };
      const { rows, paint } = result[name];
      tell(`${name}: first rows ${rows.median.toFixed(0)} ms, first paint ${paint.median.toFixed(0)} ms`);
    }
    const processor = spread(await searchesAlone(payments, rounds));
    result.search = { key: spread(searches.key), request: spread(searches.request), processor };
    tell(`search ${result.search.request.median.toFixed(0)} ms from the request, ${result.search.key.median.toFixed(0)} ms from the key`);
    tell(`of the processor ${processor.median.toFixed(0)} ms`);
    tell(`page: ${(kept.heap / 1e6).toFixed(1)} MB of heap, ${kept.nodes} nodes, after a walk through all rows`);
    return result;
  } finally {
    await browser.close();
    command.kill();
  }
}

/** What the page keeps once all rows were passed through. */
async function memoryOf(page) {
  await page.evaluate(() => {
    const field = document.querySelector("input[type=search]");
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.waitForTimeout(1000);
  for (let step = 0; step <= 50; step += 1) {
    await page.locator(".rows").evaluate((rows, part) => rows.scrollTo(0, rows.scrollHeight * part), step / 50);
    await page.waitForTimeout(60);
  }
  await page.waitForTimeout(500);
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return { heap: usedSize, nodes: await page.evaluate(() => document.querySelectorAll("*").length) };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const quick = argv.includes("--quick");
  const tell = (line) => void process.stderr.write(`      ${line}\n`);
  const console = await measureConsole({ payments: quick ? 20_000 : 100_000, rounds: quick ? 3 : 11, starts: quick ? 1 : 5, tell });
  if (!quick) {
    const results = JSON.parse(readFileSync(RESULTS, "utf8"));
    writeFileSync(RESULTS, written({ ...results, sandbox: { ...results.sandbox, console } }));
    for (const file of writeReport()) tell(`written: ${file}`);
  }
}
