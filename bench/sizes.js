// What an application carries of this package, in bytes.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { render } from "../pkg/dist/checkout/pages.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const file = (path) => readFileSync(new URL(`../${path}`, import.meta.url));

/** Our JavaScript as a bundler makes it, without the module and without what wasm-bindgen writes. */
async function bundled(contents, external = ["*/linepay_edge.js", "*.wasm"]) {
  const built = await build({
    stdin: { contents, resolveDir: `${root}bench` },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker"],
    external,
    logLevel: "error",
  });
  return Buffer.from(built.outputFiles[0].contents);
}

/** The longest page that the checkout can show: a receipt in parts, in Chinese, with every link. */
function longestPage() {
  const payInfo = ["CREDIT_CARD", "BALANCE", "DISCOUNT", "POINT"].map((method) => ({ method, amount: 90 }));
  const payment = {
    orderId: "O".repeat(100),
    transactionId: "2026050712345678910",
    amount: 360,
    refunded: 100,
    currency: "TWD",
    payInfo,
    transactionDate: "2026-05-07T03:04:05Z",
  };
  const again = `https://shop.example.com/pay/confirm?t=${"t".repeat(300)}`;
  return Buffer.from(render("partly-refunded", { language: "zh-TW", shopName: "山霧茶舖", shop: "/", again, payment }));
}

/** What is measured: its name in the budget, and how its bytes are made. */
const MEASURED = {
  "client module": () => file("pkg/wasm/linepay_edge_bg.wasm"),
  "glue of the client module": () => bundled('export * from "../pkg/wasm/linepay_edge.js"', ["*.wasm"]),
  "validator module": () => file("pkg/wasm-validate/linepay_validate_bg.wasm"),
  "shim, client": () => bundled('export { LinePay } from "linepay-edge"'),
  "shim, client and checkout": () =>
    bundled('export { LinePay } from "linepay-edge"; export { createCheckout } from "linepay-edge/checkout"'),
  "shim, client and checkout without its pages": () =>
    bundled('export { LinePay } from "linepay-edge"; export { createCheckout } from "linepay-edge/checkout"', [
      "*/linepay_edge.js",
      "*.wasm",
      "*/pages.js",
      "*/texts.js",
    ]),
  "checkout's pages, code": () => bundled('export { render, supportFacts } from "../pkg/dist/checkout/pages.js"'),
  "checkout's longest page": longestPage,
};

const weigh = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes).length,
});

/** @returns {Promise<Record<string, { raw: number, gzip: number, brotli: number }>>} */
export async function measureSizes() {
  const sizes = {};
  for (const [name, bytes] of Object.entries(MEASURED)) sizes[name] = weigh(await bytes());
  return sizes;
}

/** The sizes of one more module, for comparisons. */
export const weighFile = (path) => weigh(readFileSync(path));

/** The limits, and the targets that they are on the way to. */
export const BUDGET = JSON.parse(readFileSync(new URL("budget.json", import.meta.url), "utf8"));

/** Every size that is over its limit, and every row of one list that the other lacks, in words. */
export function overBudget(sizes, budget = BUDGET) {
  const wrong = [];
  for (const name of new Set([...Object.keys(sizes), ...Object.keys(budget)])) {
    if (sizes[name] === undefined || budget[name] === undefined) {
      wrong.push(
        `${name}: ` +
          (sizes[name] === undefined ? "in bench/budget.json, but not measured" : "measured, but without a limit in bench/budget.json"),
      );
      continue;
    }
    for (const kind of ["raw", "gzip", "brotli"]) {
      const [size, limit] = [sizes[name][kind], budget[name][kind]];
      if (!(size <= limit)) wrong.push(`${name}: ${size} bytes ${kind}, ${size - limit} over the limit of ${limit}`);
    }
  }
  return wrong;
}
