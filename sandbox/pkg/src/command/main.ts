#!/usr/bin/env node
// The command `linepay-sandbox`.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import process from "node:process";
import { SandboxError } from "../error.js";
import { page } from "../pages.js";
import { lines } from "./lines.js";
import { readOptions } from "./options.js";
import { Problem } from "./problem.js";
import { start } from "./start.js";

/** So long after its beginning, in milliseconds. */
const SOON = 500;

async function main(): Promise<void> {
  const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
  const options = readOptions(process.argv.slice(2), version);
  if (options === undefined) return;
  const { stop, currency, ...started } = await start(options);
  // Before anything is said: who reads it may stop the command at once.
  const told = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, resolve);
  });
  process.stdout.write(options.json ? `${JSON.stringify(started)}\n` : lines({ ...started, currency }));
  if (options.open) open(started.console);
  // The first who looks at a page does not wait until all of them are loaded.
  setTimeout(() => void page({ method: "GET", headers: new Headers() }, new URL("/console/", started.url)), SOON).unref();
  await told;
  await stop();
}

/** The browser of this machine's user. Where there is none, the address has been printed. */
function open(url: string): void {
  const programs: Partial<Record<NodeJS.Platform, [string, string[]]>> = {
    darwin: ["open", [url]],
    win32: ["cmd", ["/c", "start", '""', url]],
  };
  const [program, args] = programs[process.platform] ?? ["xdg-open", [url]];
  spawn(program, args, { stdio: "ignore", detached: true })
    .on("error", () => process.stderr.write(`no browser was found: open ${url}\n`))
    .unref();
}

main().then(
  () => process.exit(),
  (thrown: unknown) => {
    if (thrown instanceof Problem) process.stderr.write(`failed: ${thrown.message}\nwhat to do: ${thrown.remedy}\n`);
    else if (thrown instanceof SandboxError) process.stderr.write(`failed: ${thrown.message.replace(/^createSandbox: /, "")}\n`);
    else process.stderr.write(`failed: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : "no reason given"}\n`);
    process.exit(1);
  },
);
