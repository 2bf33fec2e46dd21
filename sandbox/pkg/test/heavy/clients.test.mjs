// Other makers' clients from the registries, unmodified, at the command's proxy. `cargo xtask test --heavy --only clients` installs them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { begin } from "../command.mjs";

const { CLIENTS_NODE, CLIENTS_PYTHON } = process.env;
const WHOLE = "0000 0000 0000 0000";

/** What each answers step by step; its world: that of the hosts that it calls. */
const CLIENTS = [
  { name: "line-pay", file: "pay.cjs", codes: WHOLE },
  { name: "line-pay-sdk", file: "pay.cjs", codes: WHOLE },
  { name: "line-pay", file: "pay.py", codes: "0000 0110 0000 0000 0000", flags: ["--currency", "JPY"] },
  { name: "line-pay-sdk", file: "pay.py", codes: WHOLE, world: "production" },
];

for (const { name, file, codes, flags = [], world = "sandbox" } of CLIENTS) {
  test(`${name} by ${file}: a payment and a refund of a part`, async (context) => {
    assert.ok(CLIENTS_NODE && CLIENTS_PYTHON, "cargo xtask test --heavy --only clients installs them and names where they are");
    const { said, errors } = await begin(context, "--json", "--proxy", "--auto-approve", ...flags);
    const program = file.endsWith(".py") ? CLIENTS_PYTHON : process.execPath;
    const keys = { LINEPAY_URL: said.url, LINEPAY_CHANNEL_ID: said.channelId, LINEPAY_CHANNEL_SECRET: said.channelSecret };
    const trusted = { NODE_EXTRA_CA_CERTS: said.caFile, REQUESTS_CA_BUNDLE: said.caFile };
    const env = { ...process.env, ...keys, ...trusted, LINEPAY_WORLD: world, HTTPS_PROXY: said.proxy, NO_PROXY: "127.0.0.1" };
    const child = spawn(program, [fileURLToPath(new URL(`clients/${file}`, import.meta.url)), name], { env });
    const text = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) child[stream].setEncoding("utf8").on("data", (more) => (text[stream] += more));
    const [code] = await once(child, "close");
    assert.deepEqual([code, text.stdout.trim().split("\n").at(-1)], [0, codes], text.stderr);
    assert.equal(errors(), "");
    const headers = { "x-sandbox-control": "1", "x-sandbox-world": world };
    const asked = async (path) => (await fetch(`${said.url}/_sandbox/${path}`, { headers })).json();
    const { transactions } = await asked("transactions");
    assert.deepEqual(
      transactions.map(({ state, refunded }) => [state, refunded]),
      [["PARTLY_REFUNDED", 60]],
    );
    const { calls } = await asked("log");
    assert.deepEqual(
      calls.flatMap(({ notes }) => notes),
      [],
      "nothing that LINE Pay's documents do not have",
    );
  });
}
