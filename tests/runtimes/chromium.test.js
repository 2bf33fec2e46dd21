import { launch } from "../e2e/browser.js";
import { inBrowser } from "./in-browser.js";

inBrowser("Chromium", launch);
