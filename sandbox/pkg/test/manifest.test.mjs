import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const text = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const manifest = JSON.parse(text("../package.json"));

test("the package carries the licences of the repository", () => {
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    assert.equal(text(`../${name}`), text(`../../../${name}`), name);
    assert.ok(manifest.files.includes(name));
  }
});

test("nothing is published that does not say where the project is", () => {
  assert.equal(manifest.scripts.prepublishOnly, "node publishable.js");
  const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL("../publishable.js", import.meta.url))], {
    encoding: "utf8",
  });
  const missing = ["repository", "homepage", "bugs"].filter((field) => manifest[field] === undefined);
  assert.equal(status, missing.length > 0 ? 1 : 0);
  for (const field of missing) assert.ok(stderr.includes(field));
});
