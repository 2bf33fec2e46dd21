// The console's lists: one that is taller than a browser can make a page, and what stands there while a search has no answer yet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, launch, person, PHONE } from "./browser.js";
import { openSandbox } from "./buyer.js";

let browser;
let at;
before(async () => {
  [browser, at] = await Promise.all([launch(), openSandbox()]);
});
after(async () => {
  await browser?.close();
  at?.close();
});

const MILLION = 1_000_000;
const rowOf = (index) => ({
  transactionId: `2026${String(index).padStart(15, "0")}`,
  orderId: `ROW-${index}`,
  productName: "Tea",
  amount: 360,
  currency: "TWD",
  captured: 360,
  refunded: 0,
  state: "CAPTURED",
  reservedAt: "2026-05-07T08:00:00.000Z",
});

/** The sandbox's answer for a part of a million payments. */
function million(route) {
  const query = new URL(route.request().url()).searchParams;
  const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))];
  const rows = Array.from({ length: Math.max(0, Math.min(limit, MILLION - offset)) }, (_, index) => rowOf(offset + index));
  return route.fulfill({ json: { found: MILLION, now: "2026-05-07T08:00:00.000Z", rows } });
}

for (const [name, viewport] of [
  ["a desktop", DESKTOP],
  ["a phone", PHONE],
]) {
  test(`the last of a million payments is scrolled to, and each on the way to it: ${name}`, async () => {
    const { page, leave } = await person(browser, { viewport });
    await page.route(/_sandbox\/console\/transactions\?/, million);
    await page.goto(`${at.console}transactions`);
    await page.getByRole("link", { name: "ROW-0", exact: true }).waitFor();
    const list = page.locator(".rows");
    const scroll = (to) => list.evaluate((element, part) => element.scrollTo(0, part * (element.scrollHeight - element.clientHeight)), to);
    /** Is the row of this number where it can be seen? */
    const visible = async (index) => {
      const link = page.getByRole("link", { name: `ROW-${index}`, exact: true });
      await link.waitFor();
      const [own, around] = await Promise.all([link.boundingBox(), list.boundingBox()]);
      assert.ok(own.y >= around.y && own.y + own.height <= around.y + around.height, `ROW-${index} at ${own.y}, the list at ${around.y}`);
    };
    await scroll(1);
    await visible(MILLION - 1);
    await scroll(0.5);
    await visible(MILLION / 2);
    // Row by row from there: what follows stands behind what was there.
    const numbers = await page
      .locator(".rows [role=row][aria-rowindex]")
      .evaluateAll((rows) =>
        rows.slice(1).map((row) => [Number(row.getAttribute("aria-rowindex")), Math.round(row.getBoundingClientRect().y)]),
      );
    const height = viewport === PHONE ? 84 : 48;
    for (const [index, [number, y]] of numbers.entries()) {
      if (index > 0) assert.deepEqual([number - numbers[index - 1][0], y - numbers[index - 1][1]], [1, height]);
    }
    await scroll(0);
    await visible(0);
    await leave();
  });
}

test("while a search has no answer yet, what was found before stays", async () => {
  const payment = await at.reserve();
  await at.sandbox.approve(payment.transactionId);
  await at.confirm(payment);
  const { page, leave } = await person(browser);
  for (const [path, api, row] of [
    ["inspector", /console\/calls\?/, ".calls .call, .call"],
    ["notices", /console\/notices\?/, ".notice"],
  ]) {
    await page.goto(`${at.console}${path}`);
    await page.locator(row).first().waitFor();
    let asked;
    let release;
    const question = new Promise((resolve) => (asked = resolve));
    const held = new Promise((resolve) => (release = resolve));
    await page.route(api, async (route) => {
      if (new URL(route.request().url()).searchParams.get("q") !== "nothing like it") return route.continue();
      asked();
      await held;
      return route.continue();
    });
    await page.getByRole("searchbox").fill("nothing like it");
    await question;
    assert.ok((await page.locator(row).count()) > 0, `${path}: the rows of before`);
    release();
    await page.locator(".nothing").waitFor();
    assert.equal(await page.locator(row).count(), 0, path);
    await page.unroute(api);
  }
  await leave();
});

test("an order's id of nineteen characters is read whole in the list", async () => {
  const orderId = "MH261128-WWRGEMWHQW";
  await at.reserve({ orderId, productName: "Dong Ding Oolong and 2 more items" });
  const { page, leave } = await person(browser, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${at.console}transactions`);
  const link = page.getByRole("link", { name: orderId });
  await link.waitFor();
  const cut = await link.evaluate((a) => [a, a.parentElement].some((box) => box.scrollWidth > box.clientWidth && box.clientWidth > 0));
  assert.equal(cut, false);
  await leave();
});
