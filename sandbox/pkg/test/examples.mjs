// The package's examples, a whole payment each, and how they are started.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SandboxControl } from "linepay-sandbox/control";
import { begin } from "./command.mjs";

export const EXAMPLES = new URL("../examples/", import.meta.url);

/** The last of several steps runs it. */
export const STEPS = {
  "pay.mjs": [[process.execPath, "pay.mjs"]],
  "pay.php": [["php", "pay.php"]],
  "pay.py": [["python3", "pay.py"]],
  "pay.rb": [["ruby", "pay.rb"]],
  "pay.go": [["go", "run", "pay.go"]],
  "Pay.java": [["java", "Pay.java"]],
  "Pay.cs": [
    ["mcs", "-r:System.Net.Http", "Pay.cs"],
    ["mono", "Pay.exe"],
  ],
};

async function run([program, ...args], cwd, env) {
  const child = spawn(program, args, { cwd, env });
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (more) => (text[name] += more));
  const missing = once(child, "error").then(([error]) => {
    throw new Error(`${program} does not start (${error.code}): cargo xtask test --heavy --only languages installs it, or says how`);
  });
  const [code] = await Promise.race([once(child, "close"), missing]);
  return { code, ...text };
}

/** Runs an example at the command, as it is packed, and looks at what the sandbox knows then. */
export async function pays(context, file) {
  const folder = mkdtempSync(join(tmpdir(), "linepay-sandbox-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(new URL(file, EXAMPLES), join(folder, file));
  const { said } = await begin(context, "--json", "--auto-approve");
  const keys = { LINEPAY_URL: said.url, LINEPAY_CHANNEL_ID: said.channelId, LINEPAY_CHANNEL_SECRET: said.channelSecret };
  const env = { ...process.env, HOME: folder, GOCACHE: join(folder, "go"), GOFLAGS: "-mod=mod", ...keys };
  let ended;
  for (const step of STEPS[file]) ended = await run(step, folder, env);
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
}
