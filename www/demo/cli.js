// What `cargo xtask demo` runs once everything is built.
import { parseArgs } from "node:util";
import { DemoProblem, answers, startDemo } from "./start.js";

const HELP = `Runs the shop and the sandbox on this machine.

  --port N      the shop's port (8787; 0 picks a free one); the sandbox takes the next free one
  --api V       the version of LINE Pay's API that the shop speaks: v2 (the default), v3 or v4
  --ledger L    where the shop remembers its orders: do (Durable Objects, the default), d1, memory (gone at the end) or none
  --reset       forget all payments, orders and credentials of earlier starts first
  --json        print one line of JSON with the URLs and test credentials instead of text
  --state DIR   where payments are kept (.demo)
  --help        this text`;

const PORT = 8787;
const API_VERSIONS = ["v2", "v3", "v4"];
/** Each with what is said of it. */
const LEDGERS = {
  do: "Durable Objects; each order has an alarm",
  d1: "D1; a cron trigger brings orders on",
  memory: "memory, gone at the end; a cron trigger brings orders on",
  none: "none: the order rides in LINE Pay's confirmUrl",
};

function readArguments() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        port: { type: "string" },
        api: { type: "string", default: "v2" },
        ledger: { type: "string", default: "do" },
        reset: { type: "boolean" },
        json: { type: "boolean" },
        state: { type: "string" },
        help: { type: "boolean" },
      },
    }));
  } catch (error) {
    throw new DemoProblem(error.message, "see --help");
  }
  const port = values.port === undefined ? PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535 || values.port === "") {
    throw new DemoProblem(`${values.port} is no port`, "give a number from 0 to 65535");
  }
  if (!API_VERSIONS.includes(values.api)) {
    throw new DemoProblem(`${values.api} is no version of LINE Pay's API`, "give --api v2, v3 or v4");
  }
  if (!Object.hasOwn(LEDGERS, values.ledger)) {
    throw new DemoProblem(`${values.ledger} is no ledger of the demo`, "give --ledger do, d1, memory or none");
  }
  return { ...values, port };
}

function report(error) {
  if (error instanceof DemoProblem) {
    process.stderr.write(`\nfailed: ${error.message}\nwhat to do: ${error.remedy}\n`);
  } else {
    process.stderr.write(`\nfailed: the demo could not run\n  | ${error.message}\n`);
  }
  process.exitCode = 1;
}

/** When a buyer is charged who approves and closes the tab. */
function afterwards(api, ledger) {
  if (ledger === "none") return "never";
  return api === "v2" ? "after 20 minutes, for API v2 cannot be asked" : "within ten seconds or so";
}

function describe({ shopUrl, sandboxUrl, staffPassword, channelId, channelSecret, api, ledger }) {
  return `
  shop      ${shopUrl}
  flow      ${shopUrl}/flow
  staff     ${shopUrl}/staff  (password: ${staffPassword})
  break it  ${shopUrl}/break  (staff's too)
  validate  ${shopUrl}/validate
  sandbox   ${sandboxUrl}
  console   ${sandboxUrl}/console/  (every payment and every call; LINE Pay's side)
  LINE Pay  API ${api}
  ledger    ${LEDGERS[ledger]}
            A buyer who approves and closes the tab is charged ${afterwards(api, ledger)}; /staff shows it.

For a worker of your own, in .dev.vars. Made up for this sandbox, which takes every version; worth nothing elsewhere:

CHANNEL_ID=${channelId}
CHANNEL_SECRET=${channelSecret}
LINE_PAY_URL=${sandboxUrl}

Ctrl-C stops. Payments are kept; --reset forgets them.
`;
}

/** Resolves when the person asks to stop, rejects when a worker is gone that nobody killed on the page for it. */
function untilStopped(urls, restarting) {
  return new Promise((resolve, reject) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      // Miniflare would exit at once and not with 0.
      process.removeAllListeners(signal);
      process.on(signal, resolve);
    }
    const watch = setInterval(async () => {
      const wanted = restarting();
      const alive = await Promise.all(urls.map((url) => answers(Number(new URL(url).port))));
      if (alive.every(Boolean) || wanted || restarting()) return;
      clearInterval(watch);
      reject(new DemoProblem("a worker has ended by itself", "start the demo again: what was paid is kept"));
    }, 1000);
    watch.unref();
  });
}

async function main() {
  const { port, api, ledger, reset, json, state, help } = readArguments();
  if (help) return process.stdout.write(`${HELP}\n`);
  const { stop, restarting, ...demo } = await startDemo({ port, api, ledger, reset, ...(state ? { stateDir: state } : {}) });
  const stopped = untilStopped([demo.shopUrl, demo.sandboxUrl], restarting);
  process.stdout.write(json ? `${JSON.stringify(demo)}\n` : describe(demo));
  try {
    await stopped;
  } finally {
    await stop();
  }
}

main().then(
  () => process.exit(),
  (error) => {
    report(error);
    process.exit();
  },
);
