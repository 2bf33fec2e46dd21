import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { PROGRAMS } from "../runtimes/on-process.js";

/** A folder that is gone when this program ends. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "linepay-ledger-"));
  process.once("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Starts a program that serves a ledger; gives its address and how to end it. */
export async function serve(runtime, script, env) {
  const [file, ...args] = PROGRAMS[runtime]();
  const child = spawn(file, [...args, fileURLToPath(new URL(`programs/${script}`, import.meta.url))], {
    env: { ...process.env, ...env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const line = once(createInterface({ input: child.stdout }), "line").then(([text]) => text);
  const ended = exit.then(() => Promise.reject(new Error(`${runtime} ended before it listened`)));
  return {
    address: await Promise.race([line, ended]),
    stop: async (signal) => {
      ended.catch(() => {});
      child.kill(signal);
      await exit;
    },
  };
}
