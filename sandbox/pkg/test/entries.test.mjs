import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { imports, MODULES } from "../entries.js";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

test("package.json picks the entries that entries.js writes, in its order, and all of them are there", () => {
  assert.equal(JSON.stringify(manifest.imports, null, 2), JSON.stringify(imports(), null, 2));
  for (const path of Object.values(manifest.imports).flatMap((value) => (typeof value === "string" ? value : Object.values(value)))) {
    assert.ok(existsSync(new URL(`../${path}`, import.meta.url)), path);
  }
});

test("the package holds the module that entries load", () => {
  for (const { folder, library } of MODULES) {
    for (const file of [`${library}.js`, `${library}_bg.wasm`]) assert.ok(manifest.files.includes(`${folder}/${file}`), file);
  }
});

test("what is packed as text is the module", async () => {
  const { base64, unpack } = await import("../dist/packed.js");
  const bytes = readFileSync(new URL("../wasm/linepay_sandbox_bg.wasm", import.meta.url));
  assert.ok(bytes.equals(unpack(Buffer.from(base64, "base64"))));
});

test("init takes the module's bytes, or says what is missing", async () => {
  const bytes = readFileSync(new URL("../wasm/linepay_sandbox_bg.wasm", import.meta.url));
  const { hold } = await import("../dist/module.js");
  const module = hold(await import("../wasm/linepay_sandbox.js?1"));
  assert.throws(() => module.core(), { name: "SandboxError", message: /await init\(source\)/ });
  await assert.rejects(module.init(), { name: "SandboxError", message: /await init\(source\)/ });
  await module.init(bytes);
  assert.equal(typeof module.core().LinePaySandbox.create, "function");
});
