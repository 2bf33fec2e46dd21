import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(new URL("../../package.json", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
const OPTIONS = [
  ...["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "--target", "es2022"],
  ...["--module", "nodenext", "--lib", "es2022"],
];

for (const [program, types, folder] of [
  ["cloudflare.ts", "@cloudflare/workers-types", `${root}node_modules`],
  ["node.ts", "node", `${root}tests/node_modules/@types`],
  ["bun.ts", "node", `${root}tests/node_modules/@types`],
]) {
  test(`the drivers' own types are taken: ${program}`, () => {
    const file = fileURLToPath(new URL(`types/${program}`, import.meta.url));
    const args = [require.resolve("typescript/bin/tsc"), ...OPTIONS, "--types", types, "--typeRoots", folder, file];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: root });
    assert.equal(status, 0, stdout);
  });
}
