// `cargo xtask differential` itself: that it finds what was planted, and nothing where there is nothing.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { folderOf } from "../differential/builds.js";
import { told } from "../differential/report.js";
import { drive } from "../differential/world.js";
import { INSTALLED } from "../project.js";

const RUN = fileURLToPath(new URL("../differential/run.js", import.meta.url));
const TARBALL = join(INSTALLED, "../../linepay-edge.tgz");

const scratch = mkdtempSync(join(tmpdir(), "differential-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Compares the present tarball with another build: a few cases of each area that is named. */
function compare(other, name, ...options) {
  const into = join(scratch, name);
  const { status, stdout, stderr } = spawnSync("node", [RUN, TARBALL, other, "--into", into, "--jobs", "1", ...options], {
    encoding: "utf8",
  });
  return { status, text: stdout + stderr, report: () => JSON.parse(readFileSync(join(into, "differences.json"), "utf8")) };
}

/** The package with one text in one file replaced. */
function planted(name, file, change) {
  const folder = join(scratch, `${name}-planted`);
  cpSync(INSTALLED, folder, { recursive: true });
  const text = readFileSync(join(folder, file), "utf8");
  const changed = change(text);
  assert.notEqual(changed, text, `nothing was planted in ${file}`);
  writeFileSync(join(folder, file), changed);
  return folder;
}

test("a build beside itself: no difference, in every area", () => {
  const { status, text, report } = compare(TARBALL, "itself", "--sample", "300");
  assert.equal(status, 0, text);
  const { areas, groups } = report();
  assert.deepEqual(groups, []);
  for (const { name, compared } of areas) assert.ok(compared > 0, `${name} compared nothing`);
});

test("a sentence of a page that was changed is found, and a decision allows it", () => {
  const build = planted("page", "dist/checkout/texts.js", (text) => text.replaceAll("Payment received", "Payment arrived"));
  const area = ["--area", "checkout", "--sample", "200"];
  const { status, text } = compare(build, "page", ...area);
  assert.equal(status, 1, text);
  assert.match(text, /Payment received.*Payment arrived/s);
  const decisions = join(scratch, "decisions.json");
  writeFileSync(decisions, JSON.stringify([{ name: "arrived", reason: "a test", area: "checkout", new: "Payment arrived" }]));
  const allowed = compare(build, "page", ...area, "--decisions", decisions);
  assert.equal(allowed.status, 0, allowed.text);
  assert.match(allowed.text, /decided: arrived/);
  writeFileSync(decisions, JSON.stringify([{ name: "arrived", reason: "a test", mask: "Payment (received|arrived)" }]));
  const masked = compare(build, "page", ...area, "--decisions", decisions);
  assert.equal(masked.status, 0, masked.text);
  writeFileSync(decisions, JSON.stringify([{ name: "arrived", reason: "a test", area: "routes", new: "Payment arrived" }]));
  assert.equal(compare(build, "page", ...area, "--decisions", decisions).status, 1);
});

test("one letter of a sentence in the module is found", () => {
  const build = planted("module", "wasm/inline.js", (text) =>
    text.replace(/"([A-Za-z0-9+/=]{1000,})"/, (_, base64) => {
      const bytes = Buffer.from(base64, "base64");
      const at = bytes.indexOf("must be a text");
      assert.ok(at > 0, "the module has no such sentence");
      bytes.write("must me a text", at);
      return `"${bytes.toString("base64")}"`;
    }),
  );
  const { status, text } = compare(build, "module", "--area", "requests", "--sample", "400");
  assert.equal(status, 1, text);
  assert.match(text, /old "must be a text.*new "must me a text/s);
});

test("a decision that fits nothing fails a whole run", () => {
  const decisions = [{ name: "long gone", reason: "x", used: 0 }];
  const report = { areas: [], groups: [], decisions };
  const { good, text } = told(report, { show: 1, file: "", whole: true, time: 1 });
  assert.ok(!good);
  assert.match(text, /not needed: the decision "long gone"/);
  assert.ok(told(report, { show: 1, file: "", whole: false, time: 1 }).good, "a part of the cases says nothing of it");
});

test("what waits for nothing is told as such, not waited for", async () => {
  assert.deepEqual(await drive(new Promise(() => {})), { never: true });
});

test("an option or a decision that is not understood is said", () => {
  for (const [options, what] of [
    [["--area", "nowhere"], /no area nowhere/],
    [["--sample", "x"], /no whole number/],
    [["--sed", "1"], /--sed/],
  ]) {
    const { status, text } = compare(TARBALL, "wrong", ...options);
    assert.equal(status, 2, text);
    assert.match(text, what);
  }
  const decisions = join(scratch, "wrong.json");
  writeFileSync(decisions, JSON.stringify([{ name: "x", reason: "y", inputs: "z" }]));
  assert.match(compare(TARBALL, "wrong", "--decisions", decisions).text, /no inputs/);
});

test("a tarball that would write outside of its folder is refused", () => {
  const header = Buffer.alloc(512);
  header.write("package/../../../outside");
  header.write("00000000000", 124);
  header.write("0", 156);
  const tarball = join(scratch, "outside.tgz");
  writeFileSync(tarball, gzipSync(Buffer.concat([header, Buffer.alloc(1024)])));
  assert.throws(() => folderOf(tarball, join(scratch, "a/b")), /outside/);
});
