// Starts the command as a person does, for the tests of it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const MAIN = fileURLToPath(new URL("../dist/command/main.js", import.meta.url));

/** The command, to its end: what it printed and its exit code. */
export async function run(...args) {
  const child = spawn(process.execPath, [MAIN, ...args]);
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (more) => (text[name] += more));
  const [code] = await once(child, "close");
  return { code, ...text };
}

/** The command while it runs. `said` is its first output: JSON read, else the text. */
export const begin = (context, ...args) => beginAs(context, [process.execPath], args);

/** The same, started by another program, such as one that sets limits. */
export async function beginAs(context, [program, ...before], args) {
  const child = spawn(program, [...before, MAIN, "--port", "0", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  let [stdout, stderr] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (more) => (stderr += more));
  const ready = new Promise((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (more) => {
      stdout += more;
      if (args.includes("--json") ? stdout.includes("\n") : stdout.includes("Ctrl-C")) resolve();
    });
  });
  await Promise.race([ready, ended.then(() => Promise.reject(new Error(`it ended: ${stderr}`)))]);
  const stop = async (signal = "SIGINT") => {
    child.kill(signal);
    const [code, by] = await ended;
    return code ?? by;
  };
  context.after(() => stop("SIGKILL"));
  return { said: args.includes("--json") ? JSON.parse(stdout) : stdout, stop, errors: () => stderr };
}

/** A call of v2, as any HTTP client makes it. */
export async function v2({ url, channelId, channelSecret }, path, body) {
  const headers = { "X-LINE-ChannelId": channelId, "X-LINE-ChannelSecret": channelSecret, "Content-Type": "application/json" };
  const response = await fetch(`${url}/v2/payments${path.startsWith("?") ? "" : "/"}${path}`, {
    headers,
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { ...JSON.parse(text), transactionId: /"transactionId":(\d+)/.exec(text)?.[1] };
}

export const order = (orderId) => ({
  productName: "Tea",
  amount: 360,
  currency: "TWD",
  orderId,
  confirmUrl: "https://shop.example.com/paid",
});
