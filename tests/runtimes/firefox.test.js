import puppeteer from "puppeteer-core";
import { inBrowser } from "./in-browser.js";

inBrowser("Firefox", () => {
  const executablePath = process.env.FIREFOX_PATH;
  if (!executablePath) throw new Error("FIREFOX_PATH names no Firefox: run these tests by `cargo xtask test --only runtimes`");
  return puppeteer.launch({ browser: "firefox", executablePath });
});
