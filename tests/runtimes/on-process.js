import { spawn } from "node:child_process";
import { join } from "node:path";
import { inProject, program } from "../project.js";

const { platform, arch } = process;
const exe = platform === "win32" ? ".exe" : "";

/** The runtimes that are programs: the one to start, and its arguments before the script. */
export const PROGRAMS = {
  node: () => [process.execPath],
  node24: () => [program([`node-${platform}-${arch}`], `bin/node${exe}`)],
  // Nothing is granted but the network and the bindings: the package must need nothing else.
  deno: () => [
    program([`@deno/${platform}-${arch}-glibc`, `@deno/${platform}-${arch}`], `deno${exe}`),
    "run",
    "--no-prompt",
    "--no-lock",
    "--allow-net=127.0.0.1",
    "--allow-env=LINE_PAY_CHANNEL_ID,LINE_PAY_CHANNEL_SECRET,LINE_PAY_BASE_URL",
  ],
  bun: () => [program([`@oven/bun-${platform}-${arch === "arm64" ? "aarch64" : arch}`], `bin/bun${exe}`)],
};

/** Starts merchant.js behind the own server of a runtime that is a program. */
export function startOn(runtime, script) {
  return async (bindings) => {
    const [file, ...args] = PROGRAMS[runtime]();
    const folder = inProject("runtimes/merchant");
    const child = spawn(file, [...args, join(folder, script)], {
      cwd: folder,
      env: { ...process.env, ...bindings, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
    const origin = await Promise.race([
      firstLine(child.stdout),
      ended.then((code) => Promise.reject(new Error(`${runtime} ended with ${code} before it listened`))),
    ]);
    let over = false;
    // A runtime that dies of an uncaught error takes the purchases of everybody with it.
    void ended.then((code) => over || process.emitWarning(`${runtime} ended with ${code} in the middle of the tests`));
    return {
      origin,
      fetch: (path, init) => fetch(new URL(path, origin), { redirect: "manual", ...init }),
      stop: async () => {
        over = true;
        child.kill();
        await ended;
      },
    };
  };
}

function firstLine(stream) {
  return new Promise((resolve) => {
    let text = "";
    stream.setEncoding("utf8").on("data", (more) => {
      text += more;
      if (text.includes("\n")) resolve(text.split("\n", 1)[0].trim());
    });
  });
}
