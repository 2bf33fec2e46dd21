import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { imports, MODULES } from "../entries.js";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

test("package.json picks the entries that entries.js writes, in its order", () => {
  assert.equal(JSON.stringify(manifest.imports, null, 2), JSON.stringify(imports(), null, 2));
  for (const path of Object.values(manifest.imports).flatMap(Object.values)) {
    assert.ok(existsSync(new URL(`../${path}`, import.meta.url)), path);
  }
});

test("every module that entries load is packed", () => {
  for (const { folder, library } of MODULES) {
    for (const file of ["inline.js", `${library}.js`, `${library}_bg.wasm`]) assert.ok(manifest.files.includes(`${folder}/${file}`), file);
  }
});

test("only the browser's entry waits at the top level: Node could not require() it", () => {
  for (const [condition, path] of Object.entries(manifest.imports["#module"])) {
    const text = readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
    assert.equal(/^await /m.test(text), condition === "browser", condition);
  }
});

test("init takes bytes, or a module that another realm has compiled", async () => {
  const { runInNewContext } = await import("node:vm");
  const bytes = readFileSync(new URL("../wasm/linepay_edge_bg.wasm", import.meta.url));
  const foreign = runInNewContext("new WebAssembly.Module(bytes)", { bytes });
  assert.ok(!(foreign instanceof WebAssembly.Module));
  for (const [index, source] of [bytes, foreign].entries()) {
    const glue = await import(`../wasm/linepay_edge.js?${index}`);
    const { hold } = await import("../dist/loading.js");
    const module = hold(glue);
    assert.throws(() => module.core(), { code: "INVALID_CONFIGURATION" });
    await module.init(source);
    assert.equal(typeof module.core().ask, "function");
    assert.match(module.core().ask("checkConfig\n{}", 0), /^E.*INVALID_CONFIGURATION/);
  }
});

test("what is no module is named before the runtime trips over it", async () => {
  const bytes = readFileSync(new URL("../wasm/linepay_edge_bg.wasm", import.meta.url));
  const { hold } = await import("../dist/loading.js");
  const glue = await import("../wasm/linepay_edge.js?2");
  const module = hold(glue);
  for (const source of [{ module: bytes }, { module_or_path: bytes }, {}, [], 5, null, () => bytes]) {
    await assert.rejects(
      module.init(source),
      ({ code, message }) => code === "INVALID_CONFIGURATION" && /init takes the module itself/.test(message),
    );
  }
  await module.init(Promise.resolve(new Response(bytes, { headers: { "content-type": "application/wasm" } })));
  assert.equal(typeof module.core().ask, "function");
});
