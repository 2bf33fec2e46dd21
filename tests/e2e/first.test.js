// What the merchant console shows first: asked for before its script is there, drawn at once, and nothing moves afterwards.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TestControl } from "../sandbox-control.js";
import { DESKTOP, launch, PHONE, person, picture } from "./browser.js";
import { assertUsable } from "./usable.js";

const MAIN = fileURLToPath(new URL("../../sandbox/pkg/dist/command/main.js", import.meta.url));
const SCRIPT = /\/console-[\w-]+\.js$/;
const LIST = /\/_sandbox\/console\/transactions\?/;

let browser;
let command;
let said;
before(async () => {
  const starting = launch();
  command = spawn(process.execPath, [MAIN, "--port", "0", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  said = JSON.parse(String((await once(command.stdout, "data"))[0]));
  const payments = Array.from({ length: 300 }, (_, index) => ({ orderId: `ORD-${index}`, amount: 100 + index, agoSeconds: 60 * index }));
  await new TestControl(said.url).seed({ payments: payments.map((payment) => ({ ...payment, state: "CAPTURED" })) });
  browser = await starting;
});
after(async () => {
  await browser?.close();
  command?.kill();
});

test("the first rows are asked for before the console's script is there, and once", async () => {
  const { page, leave } = await person(browser);
  const asked = [];
  page.on("request", (request) => void asked.push(request.url()));
  const answer = page.waitForResponse(LIST);
  await page.route(SCRIPT, async (route) => {
    await answer;
    await route.continue();
  });
  await page.goto(said.console, { waitUntil: "commit" });
  await page.getByText("300 transactions").waitFor();
  await page.getByRole("link", { name: "ORD-0", exact: true }).waitFor();
  assert.equal(asked.filter((url) => LIST.test(url)).length, 1);
  assert.equal(asked.filter((url) => url.endsWith("/_sandbox/console/overview")).length, 1);
  // It goes on asking, and shows what it learns.
  await new TestControl(said.url).seed({ payments: [{ orderId: "ORD-NEW", amount: 100, state: "CAPTURED" }] });
  await page.getByRole("link", { name: "ORD-NEW" }).waitFor();
  await leave();
});

/** An answer waits until the given function is called. */
async function held(page, address) {
  let come = () => {};
  const coming = new Promise((resolve) => {
    come = resolve;
  });
  await page.route(address, async (route) => {
    await coming;
    await route.continue();
  });
  return come;
}

/** How far things in the page moved after they were shown, in parts of the window. */
const watch = () => {
  globalThis.moved = 0;
  const add = (list) => {
    for (const { value } of list.getEntries()) globalThis.moved += value;
  };
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
};

for (const [name, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`nothing moves when the rows come late, on a ${name}`, async () => {
    const { page, leave } = await person(browser, { viewport });
    await page.addInitScript(watch);
    const overview = await held(page, /console\/overview$/);
    const come = await held(page, LIST);
    await page.goto(said.console);
    const rows = page.getByRole("region", { name: "Transactions" });
    const waiting = await rows.boundingBox();
    overview();
    await page.getByText("Test Shop").waitFor();
    come();
    await page.getByRole("link", { name: "ORD-0", exact: true }).waitFor();
    await page.waitForTimeout(300);
    assert.deepEqual(await rows.boundingBox(), waiting);
    const moved = await page.evaluate(() => globalThis.moved);
    assert.ok(moved < 0.01, `moved by ${moved}`);
    await leave();
  });

  test(`while the rows are waited for, the page is usable, on a ${name}`, async () => {
    const { page, leave } = await person(browser, { viewport });
    const come = await held(page, LIST);
    await page.goto(said.console);
    await page.getByRole("region", { name: "Transactions" }).waitFor();
    await assertUsable(page);
    await picture(page, `console-waiting-${name}`);
    come();
    await leave();
  });
}

test("each column of a row is seen, however wide the window is", async () => {
  const large = { amount: 1_234_567, productName: "Tea ".repeat(30) };
  const part = { orderId: "PART", ...large, state: "PARTLY_REFUNDED", refunded: 1_234_560 };
  await new TestControl(said.url).seed({ payments: [part, { orderId: "OPEN", ...large, state: "RESERVED" }] });
  for (const locale of ["en-US", "zh-TW"]) {
    const { page, leave } = await person(browser, { locale });
    await page.goto(said.console);
    for (const width of [390, 640, 961, 1119, 1120, 1280, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(100);
      const rows = page.getByRole("region");
      await rows.getByRole("link", { name: "OPEN" }).waitFor();
      const [content, seen] = await rows.evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
      assert.ok(content <= seen, `${locale}: ${content} in ${seen} at ${width}`);
      const over = await page.evaluate(() => {
        const cells = [...document.querySelectorAll(".rows .line :is(.state, .amount)")];
        return cells.filter((cell) => cell.scrollWidth > cell.clientWidth || (innerWidth >= 1120 && cell.offsetHeight > 46)).length;
      });
      assert.equal(over, 0, `${locale}: a state or an amount does not fit at ${width}`);
    }
    await leave();
  }
});

test("dates and amounts stand as Intl would write them", async () => {
  const payment = { orderId: "LARGE", amount: 1_234_567, state: "CAPTURED", agoSeconds: 200 * 86_400 };
  await new TestControl(said.url).seed({ payments: [payment] });
  for (const locale of ["en-US", "zh-TW"]) {
    const { page, leave } = await person(browser, { locale });
    const answer = page.waitForResponse(LIST);
    await page.goto(said.console);
    const { rows } = await (await answer).json();
    const english = locale === "en-US";
    const [date, amount] = await page.evaluate(
      ([at, english]) => {
        const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
        const form = english ? { dateStyle: "medium", timeStyle: "short" } : parts;
        return [
          new Intl.DateTimeFormat(english ? "en-GB" : "zh-TW", form).format(new Date(at)),
          new Intl.NumberFormat("zh-TW").format(1_234_567),
        ];
      },
      [rows[0].reservedAt, english],
    );
    const row = page.getByRole("row").nth(1);
    assert.equal(await row.locator(".date").textContent(), date);
    await page.getByRole("searchbox").fill("LARGE");
    await page.getByText(english ? "1 transactions" : "共 1 筆交易", { exact: true }).waitFor();
    await page.getByText(`NT$${amount}`).waitFor();
    await leave();
  }
});
