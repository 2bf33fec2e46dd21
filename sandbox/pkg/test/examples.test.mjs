// The examples for six other languages and Node: each pays at the command. A language that this machine has not is named as left out.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { SandboxControl } from "linepay-sandbox/control";
import { begin } from "./command.mjs";

const folder = mkdtempSync(join(tmpdir(), "linepay-sandbox-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const examples = new URL("../examples/", import.meta.url);

/** How each is started; the first of several steps compiles it. */
const STEPS = {
  "pay.php": [["php", "pay.php"]],
  "pay.py": [["python3", "pay.py"]],
  "pay.rb": [["ruby", "pay.rb"]],
  "pay.go": [["go", "run", "pay.go"]],
  "Pay.java": [["java", "Pay.java"]],
  "Pay.cs": [
    ["mcs", "-r:System.Net.Http", "Pay.cs"],
    ["mono", "Pay.exe"],
  ],
  "pay.mjs": [[process.execPath, "pay.mjs"]],
};

const has = (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;

async function run([program, ...args], env) {
  const child = spawn(program, args, { cwd: folder, env });
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (more) => (text[name] += more));
  const [code] = await once(child, "close");
  return { code, ...text };
}

test("every example is tried", () => assert.deepEqual(readdirSync(examples).sort(), Object.keys(STEPS).sort()));

for (const [file, steps] of Object.entries(STEPS)) {
  const [[program]] = steps;
  test(`${file}: a payment`, { skip: has(program) ? false : `there is no ${program} on this machine` }, async (context) => {
    copyFileSync(new URL(file, examples), join(folder, file));
    const { said } = await begin(context, "--json", "--auto-approve");
    const keys = { LINEPAY_URL: said.url, LINEPAY_CHANNEL_ID: said.channelId, LINEPAY_CHANNEL_SECRET: said.channelSecret };
    const env = { ...process.env, HOME: folder, GOCACHE: join(folder, "go"), GOFLAGS: "-mod=mod", ...keys };
    let ended;
    for (const step of steps) ended = await run(step, env);
    assert.deepEqual([ended.code, ended.stdout.trim()], [0, "0000"], ended.stderr);
    const control = new SandboxControl(said.url);
    assert.deepEqual(
      (await control.transactions()).map(({ state }) => state),
      ["CAPTURED"],
    );
    assert.deepEqual(
      (await control.calls()).flatMap(({ notes }) => notes),
      [],
      "nothing that LINE Pay's documents do not have",
    );
  });
}
