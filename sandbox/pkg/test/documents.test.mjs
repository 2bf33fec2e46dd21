// The contracts and the guide for coding agents: served, in the package, and true.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { createSandbox } from "linepay-sandbox";
import { begin, run } from "./command.mjs";
import { KEYS } from "./in-process.mjs";

const guide = readFileSync(new URL("../llms.txt", import.meta.url), "utf8");
const packed = (name) => JSON.parse(readFileSync(new URL(import.meta.resolve(`linepay-sandbox/openapi/${name}.json`)), "utf8"));

test("served with the sandbox's own address, and the same in the package", async (context) => {
  const { said } = await begin(context, "--json");
  const sandbox = await createSandbox(KEYS);
  for (const name of ["v2", "v3", "v4", "control"]) {
    const ours = packed(name);
    assert.equal(ours.openapi, "3.1.0");
    for (const [url, get] of [
      [said.url, fetch],
      [sandbox.baseUrl, sandbox.fetch],
    ]) {
      const response = await get(`${url}/openapi/${name}.json`);
      assert.equal(response.headers.get("content-type"), "application/json");
      assert.deepEqual(await response.json(), { ...ours, servers: [{ url }] });
    }
  }
  assert.equal((await fetch(`${said.url}/openapi/v9.json`)).status, 404);
  assert.ok((await (await fetch(`${said.url}/llms.txt`)).text()).startsWith("# linepay-sandbox\n"));
});

test("every link leads to an operation, every reference to what there is, every operationId is there once", () => {
  for (const name of ["v2", "v3", "v4", "control"]) {
    const document = packed(name);
    const operations = Object.values(document.paths).flatMap(Object.values);
    const ids = operations.map(({ operationId }) => operationId);
    assert.equal(new Set(ids).size, ids.length, name);
    const text = JSON.stringify(document);
    for (const [, target] of text.matchAll(/"operationId":"(\w+)","parameters":\{/g)) assert.ok(ids.includes(target), `${name} ${target}`);
    for (const [, group, one] of text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)) assert.ok(document.components[group][one], one);
    if (name !== "control") assert.ok(text.includes('"links"'));
  }
});

test("SETTINGS.md has every setting with its default, and how sure it is", async () => {
  const table = readFileSync(new URL("../SETTINGS.md", import.meta.url), "utf8");
  const rows = [...table.matchAll(/^\| `(\w+)` \| `([^`]*)` \| ([^|]+) \| [^|]{8,} \|$/gm)];
  const all = await (await createSandbox(KEYS)).settings();
  assert.deepEqual(rows.map(([, name]) => name).sort(), Object.keys(all).sort());
  for (const [, name, told] of rows) assert.equal(told, typeof all[name] === "string" ? all[name] : JSON.stringify(all[name]), name);
  for (const [, name, , sure] of rows) assert.match(sure, /^(documented|seen|sdk|guessed|ours)/, name);
});

test("the console has the meaning of every setting and every operation in Chinese", async () => {
  const words = readFileSync(new URL("../console/src/words/settings.ts", import.meta.url), "utf8");
  const [settings, operations] = words
    .split("operationsInChinese")
    .map((part) => [...part.matchAll(/^ {2}(\w+):\s/gm)].map(([, name]) => name));
  assert.deepEqual(settings.sort(), Object.keys(await (await createSandbox(KEYS)).settings()).sort());
  const contracts = ["v2", "v3", "v4"].flatMap((version) => Object.values(packed(version).paths).flatMap(Object.values));
  assert.deepEqual(operations.sort(), [...new Set(contracts.map(({ operationId }) => operationId))].sort());
});

test("the guide names flags, paths and return codes that there are", async () => {
  const { stdout } = await run("--help");
  for (const [flag] of guide.matchAll(/--[a-z-]+/g)) assert.ok(stdout.includes(flag), flag);
  const paths = Object.keys(packed("control").paths);
  for (const [, path] of guide.matchAll(/(\/_sandbox\/[\w{}/-]+)/g)) assert.ok(paths.includes(path), path);
  const help = stdout.match(/--[a-z-]+/g);
  assert.ok(help.length > 12);
});

test("the README's size of the module is that of the module", () => {
  const module = readFileSync(new URL("../wasm/linepay_sandbox_bg.wasm", import.meta.url));
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, raw, gzip] = /WebAssembly module of (\d+) kB \((\d+) kB gzip\)/.exec(readme).map(Number);
  const told = [
    [raw, module.length],
    [gzip, gzipSync(module, { level: 9 }).length],
  ];
  for (const [kB, bytes] of told) assert.ok(Math.abs(kB * 1000 - bytes) < bytes / 50, `${kB} kB: it has ${bytes} bytes`);
});
