import assert from "node:assert/strict";
import { accessSync, constants, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PICTURES = fileURLToPath(new URL("../../target/e2e/", import.meta.url));

/** The sizes in which pages are looked at. */
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

function executable() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const file of NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // No program of this name is in this folder.
    }
  }
  throw new Error("there is no Chromium: set CHROME_PATH, or run these tests by `cargo xtask test --only e2e`");
}

export function launch() {
  return chromium.launch({ executablePath: executable(), args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/**
 * A person with a browser of their own (cookies, language, window).
 *
 * @param {import("playwright-core").Browser} browser
 * @param {{ locale?: "en-US" | "zh-TW", viewport?: { width: number, height: number }, dark?: boolean, secret?: string }} [person]
 *   `secret` must never arrive in this browser.
 */
export async function person(browser, { locale = "en-US", viewport = DESKTOP, dark = false, secret } = {}) {
  const context = await browser.newContext({
    locale,
    viewport,
    colorScheme: dark ? "dark" : "light",
    ...(viewport === PHONE ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
  });
  const problems = [];
  const pending = new Set();
  context.on("weberror", (error) => problems.push(`script error: ${error.error().message}`));
  context.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) problems.push(message.text());
  });
  context.on("response", (response) => {
    const reading = leaks(response, secret).then((leak) => leak && problems.push(leak));
    pending.add(reading);
    void reading.finally(() => pending.delete(reading));
  });
  return {
    context,
    page: await context.newPage(),
    /** Ends the visit; fails if a page had a script error, broke its own policy, or showed the secret. */
    async leave() {
      // A body that no page reads never comes to its end.
      await Promise.race([Promise.all(pending), setTimeout(3000)]);
      await context.close();
      assert.deepEqual(problems, []);
    },
  };
}

async function leaks(response, secret) {
  if (!secret) return undefined;
  const headers = JSON.stringify(await response.allHeaders().catch(() => ({})));
  const body = await response.text().catch(() => "");
  const found = [response.url(), headers, body].some((text) => text.includes(secret));
  return found ? `the secret arrived with ${response.url()}` : undefined;
}

/** Keeps a picture in target/e2e. */
export async function picture(page, name) {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** Whether the page is wider than its window: a phone would scroll sideways. */
export async function assertFits(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= window, `the page is ${content} wide in a window of ${window}`);
}
