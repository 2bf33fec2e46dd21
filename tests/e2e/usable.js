import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { assertFits } from "./browser.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 A and AA, and that what is read on a button is what it is called. */
const OPTIONS = {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "label-content-name-mismatch": { enabled: true } },
};

/** One of WCAG's own numbers: what marks off a field stands out from what is around it. */
const CONTRAST = 3;

/**
 * Whether everybody can use the page as it is now: nothing that axe finds, one first heading, no two controls of one name that do different
 * things, edges of fields that can be seen, and no scrolling sideways.
 *
 * @param {import("playwright-core").Page} page
 */
export async function assertUsable(page) {
  await page.evaluate(axe);
  const { violations, headings, names, edges } = await page.evaluate(examine, { options: OPTIONS, least: CONTRAST });
  assert.deepEqual(violations, [], `${page.url()}: axe`);
  assert.equal(headings, 1, `${page.url()}: first headings`);
  assert.deepEqual(names, [], `${page.url()}: names that are not one control's alone`);
  assert.deepEqual(edges, [], `${page.url()}: edges that are too faint`);
  await assertFits(page);
}

/** Runs in the page. */
async function examine({ options, least }) {
  // A colour on its way to another one is none of the page's.
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  const { violations } = await globalThis.axe.run(document, options);
  const { commons, setup, teardown } = globalThis.axe;
  setup(document);
  // Behind a modal dialog nothing can be reached.
  const within = document.querySelector("dialog[open]") ?? document;
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const controls = [...within.querySelectorAll("button, a[href], summary, input:not([type=hidden]), select, textarea")].filter(seen);

  const byName = new Map();
  for (const control of controls) {
    const name = control.tagName === "SUMMARY" ? control.textContent.trim() : commons.text.accessibleText(control);
    // Links to one place are one thing, and so are the ways of one choice.
    const purpose = control.href ?? (control.type === "radio" ? control.value : control);
    const known = byName.get(name) ?? new Set();
    byName.set(name, known.add(purpose));
  }
  const names = [...byName].filter(([name, purposes]) => name === "" || purposes.size > 1).map(([name, { size }]) => `${size} × ${name}`);

  const parse = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const over = ([red, green, blue, alpha = 1], below) => [red, green, blue].map((part, index) => part * alpha + below[index] * (1 - alpha));
  const backdrop = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(parse(getComputedStyle(at).backgroundColor));
    const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
    return layers.filter((layer) => layer.length >= 3).reduce((below, layer) => over(layer, below), canvas);
  };
  const luminance = (color) => {
    const [red, green, blue] = color.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((first, second) => second - first);
    return (light + 0.05) / (dark + 0.05);
  };
  const edges = [];
  for (const control of controls) {
    const style = getComputedStyle(control);
    const { width, height } = control.getBoundingClientRect();
    // What is written on a button marks it off.
    if (!control.matches("input, select, textarea") || width < 4 || height < 4 || control.disabled) continue;
    const around = backdrop(control.parentElement);
    const border = parseFloat(style.borderTopWidth) > 0 ? over(parse(style.borderTopColor), backdrop(control)) : around;
    const best = Math.max(contrast(border, around), contrast(backdrop(control), around));
    if (best < least) edges.push(`${best.toFixed(2)}: ${commons.text.accessibleText(control)}`);
  }
  teardown();
  const headings = [...document.querySelectorAll("h1")].filter(seen).length;
  return {
    violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`),
    headings,
    names,
    edges,
  };
}
