// The pages' words and style for workers in Rust, out of the package's own: node rust-texts.js > ../../src/web/pages/texts.tsv
import { pathToFileURL } from "node:url";
import { STYLE, STYLE_HASH } from "../../pkg/dist/checkout/style.js";
import { pageNames, textOf } from "../../pkg/dist/checkout/texts.js";
import { labelsOf, methodName, reasonOf } from "../../pkg/dist/checkout/words.js";

const METHODS = ["CREDIT_CARD", "BALANCE", "POINT", "DISCOUNT"];
const CODES = Array.from({ length: 9000 }, (_, index) => String(1000 + index));

/** A row for each word: what it is, its name, its language, and the texts. */
export function rustTexts() {
  const rows = [
    ["style", "", "", STYLE],
    ["style", "hash", "", STYLE_HASH],
  ];
  for (const language of ["en", "zh-TW"]) {
    const add = (kind, name, ...texts) => rows.push([kind, name, language, ...texts]);
    for (const name of pageNames()) {
      const [title, money, next] = textOf(name, language, false);
      add("page", name, title, money, next, textOf(name, language, true)[2]);
    }
    for (const [name, text] of Object.entries(labelsOf(language))) add("label", name, text);
    for (const method of METHODS) add("method", method, methodName(method, language));
    for (const code of CODES) {
      const reason = reasonOf(code, language);
      if (reason !== undefined) add("reason", code, reason);
    }
  }
  return rows.map((row) => `${row.join("\t")}\n`).join("");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.stdout.write(rustTexts());
