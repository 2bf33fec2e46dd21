// What README shows in TypeScript is pasted into strict programs: it must type-check there as it stands.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const folder = new URL("../../target/readme-types/", import.meta.url);
const modules = new URL("../../node_modules/", import.meta.url);

/** What the examples take from the prose around them. */
const AROUND = `
type Package = typeof import("linepay-edge");
declare const LinePay: Package["LinePay"];
declare const createCheckout: typeof import("linepay-edge/checkout").createCheckout;
declare const checkout: import("linepay-edge/checkout").Checkout<Env>;
declare const orders: import("linepay-edge/checkout").Orders;
declare const asBefore: Pick<import("linepay-edge/checkout").CheckoutOptions<Env>, "linePay" | "quote" | "onPaid">;
declare function isStaff(request: Request, env: Env): Promise<boolean>;
declare const [channelId, channelSecret, regKey, text]: [string, string, string, string];
declare const env: Env;
interface Env { DB: D1Database }
`;

const OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  module: "esnext",
  moduleResolution: "bundler",
  target: "es2022",
  lib: ["es2022"],
  types: ["@cloudflare/workers-types"],
  typeRoots: [fileURLToPath(modules)],
};

test("README's examples type-check in a strict worker", () => {
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code.replace(/^ *\/\/ ….*$/m, "...asBefore,"));
  assert.ok(blocks.length >= 8, `${blocks.length} examples`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("around.d.ts", folder), AROUND);
  for (const [index, code] of blocks.entries()) writeFileSync(new URL(`example-${index + 1}.ts`, folder), `${code}export {};\n`);
  writeFileSync(new URL("tsconfig.json", folder), JSON.stringify({ compilerOptions: OPTIONS, include: ["*.ts"] }));
  const tsc = fileURLToPath(new URL("typescript/bin/tsc", modules));
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", fileURLToPath(folder)], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});
