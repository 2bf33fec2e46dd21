import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { inProject, INSTALLED, program, SANDBOX } from "../project.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Each package: where it is installed, the list of what it holds, and what it may depend on. */
const PACKAGES = {
  "linepay-edge": { folder: INSTALLED, list: "contents.txt", dependencies: [] },
  "linepay-sandbox": { folder: SANDBOX, list: "contents-sandbox.txt", dependencies: ["commander"] },
};

/** Every file of an installed package, by its path in it. */
async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return paths.map((path) => path.slice(folder.length + 1).replaceAll("\\", "/")).sort();
}

for (const [name, { folder, list, dependencies: allowed }] of Object.entries(PACKAGES)) {
  const manifest = async () => JSON.parse(await readFile(join(folder, "package.json"), "utf8"));

  test(`${name}: the tarball holds what the list says, and nothing else`, async () => {
    const contents = fileURLToPath(new URL(list, import.meta.url));
    const found = `${(await filesOf(folder)).join("\n")}\n`;
    if (process.env.WRITE_CONTENTS) await writeFile(contents, found);
    assert.equal(
      found,
      await readFile(contents, "utf8"),
      "after a look at the difference: WRITE_CONTENTS=1 node --test tests/consumers/package.test.js",
    );
  });

  test(`${name}: no file of it knows where it was built, and none is a map or a test`, async () => {
    for (const file of await filesOf(folder)) {
      assert.doesNotMatch(file, /\.map$|test|\.ts(?<!\.d\.ts)$/);
      const content = await readFile(join(folder, file), "latin1");
      for (const place of [ROOT, homedir(), process.env.CARGO_HOME].filter((place) => place?.length > 1)) {
        assert.ok(!content.includes(place.endsWith("/") ? place : `${place}/`), `${file} names ${place}`);
      }
      assert.doesNotMatch(content, /sourceMappingURL/, file);
    }
  });

  test(`${name}: it depends on ${allowed.join() || "nothing"}`, async () => {
    const { dependencies = {}, peerDependencies, optionalDependencies, scripts } = await manifest();
    assert.deepEqual(Object.keys(dependencies), allowed);
    assert.deepEqual([peerDependencies, optionalDependencies, scripts?.install, scripts?.postinstall], Array(4).fill(undefined));
  });

  test(`${name}: every file that package.json names is there`, async () => {
    const { exports, imports, bin } = await manifest();
    const named = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(named));
    const paths = [...named(exports), ...named(imports), ...named(bin ?? {})];
    assert.ok(paths.length > 10);
    for (const path of paths) assert.ok(existsSync(join(folder, path)), path);
  });

  test(`${name}: publint, strict`, async () => {
    const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  test(`${name}: are the types wrong? no`, () => {
    const attw = program(["@arethetypeswrong/cli"], "dist/index.js");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [attw, join(folder, `../../${name}.tgz`), "--profile", "esm-only", "--no-color"],
      { encoding: "utf8" },
    );
    assert.equal(status, 0, stdout + stderr);
  });
}

test("the sandbox takes three megabytes at most, with all that it needs", async () => {
  const { dependencies } = PACKAGES["linepay-sandbox"];
  let bytes = 0;
  for (const folder of [SANDBOX, ...dependencies.map((name) => join(SANDBOX, "..", name))]) {
    for (const file of await filesOf(folder)) bytes += (await stat(join(folder, file))).size;
  }
  assert.ok(bytes <= 3_000_000, `${bytes} bytes`);
});

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  target: "es2022",
};
const WEB = { lib: ["es2022", "dom", "dom.iterable"], types: [] };
for (const [name, options] of [
  ["bundler", { module: "esnext", moduleResolution: "bundler", ...WEB }],
  ["nodenext", { module: "nodenext", moduleResolution: "nodenext", ...WEB }],
  ["a Node project without the DOM", { module: "nodenext", moduleResolution: "nodenext", lib: ["es2022"], types: ["node"] }],
  [
    "a Cloudflare project",
    { module: "esnext", moduleResolution: "bundler", lib: ["es2022"], types: ["@cloudflare/workers-types"], skipLibCheck: true },
  ],
]) {
  test(`a strict program type-checks: ${name}`, async () => {
    const folder = inProject("consumers/types");
    const config = join(folder, `tsconfig.${name.replaceAll(/\W+/g, "-")}.json`);
    await writeFile(
      config,
      JSON.stringify({
        compilerOptions: { ...STRICT, typeRoots: [join(ROOT, "node_modules/@types"), join(ROOT, "node_modules")], ...options },
        include: ["*.ts"],
      }),
    );
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", config], { encoding: "utf8" });
    assert.equal(status, 0, stdout);
  });
}

test("require() gets the package on Node 20.19 and newer", {
  skip: !process.features.require_module && "this Node cannot require ES modules",
}, () => {
  const folder = inProject("consumers/bundlers");
  const script = [
    'const { LinePay } = require("linepay-edge");',
    'const { createCheckout } = require("linepay-edge/checkout");',
    'const { createSandbox } = require("linepay-sandbox");',
    "console.log(typeof LinePay, typeof createCheckout, typeof createSandbox);",
  ].join("\n");
  for (const node of [process.execPath, program([`node-${process.platform}-${process.arch}`], "bin/node")]) {
    const { stdout, stderr } = spawnSync(node, ["--input-type=commonjs", "-e", script], { cwd: folder, encoding: "utf8" });
    assert.equal(stdout.trim(), "function function function", stderr);
  }
});
