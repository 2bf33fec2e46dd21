import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migration } from "linepay-edge/ledger";
import { Breaking } from "./breaking.js";
import { choosePorts } from "./ports.js";
import { startSandbox } from "./sandbox.js";
import { State } from "./state.js";
import { DIST, startWorker } from "./worker.js";

export { DemoProblem } from "./problem.js";
export { answers } from "./ports.js";

const STATE = fileURLToPath(new URL("../../.demo/", import.meta.url));

/**
 * Starts the shop and the sandbox, each a worker on its own workerd and port.
 *
 * @param {object} [options]
 * @param {number} [options.port] The shop's port; 0 (the default) picks a free one.
 * @param {number} [options.sandboxPort] The sandbox's port; by default the next free one.
 * @param {"v2" | "v3" | "v4"} [options.api] The version of LINE Pay's API that the shop speaks; v2 by default.
 * @param {"none" | "memory" | "do" | "d1"} [options.ledger] Where the shop remembers its orders; in Durable Objects by default.
 * @param {string} [options.stateDir] Where payments and credentials are kept; by default `.demo` in the repository.
 * @param {boolean} [options.reset] Forget what is kept there first.
 * @param {string[]} [options.allow] Addresses from which the sandbox accepts API calls.
 * @param {Record<string, number>} [options.timeouts] The shop's read timeouts by operation, in milliseconds.
 * @param {(text: string) => void} [options.log] Gets what the workers print; by default it goes to stderr.
 */
export async function startDemo(options = {}) {
  const { port = 0, sandboxPort, api = "v2", ledger = "do", stateDir = STATE, reset = false, allow, timeouts, log } = options;
  const state = new State(stateDir);
  await state.claim();
  if (reset) state.reset();
  const ports = await choosePorts({ port, sandboxPort, last: state.lastPorts });
  const { channelId, channelSecret, staffPassword } = state.credentials();
  const sandboxUrl = `http://127.0.0.1:${ports.sandbox}`;
  const running = [];
  let shop;
  const breaking = new Breaking({ restart: () => shop.restart(), sandboxUrl, log });
  const stop = async () => {
    await Promise.allSettled(running.splice(0).map((worker) => worker.stop()));
    state.stopped();
  };
  try {
    running.push(
      await startSandbox({
        port: ports.sandbox,
        channelId,
        channelSecret,
        persist: state.folder("sandbox"),
        allow,
        log,
      }),
    );
    shop = await startWorker({
      name: "shop",
      folder: join(DIST, "workers/shop"),
      port: ports.shop,
      assets: join(DIST, "shop"),
      objects: { STORE: "ShopStore", LINE_PAY_ORDERS: "LinePayOrders" },
      ...(ledger === "d1" ? { tables: { DB: migration("sqlite") } } : {}),
      // The alarms of Durable Objects need none.
      ...(ledger === "d1" || ledger === "memory" ? { every: 5_000 } : {}),
      persist: state.folder("shop"),
      bindings: {
        LINE_PAY_CHANNEL_ID: channelId,
        LINE_PAY_CHANNEL_SECRET: channelSecret,
        LINE_PAY_BASE_URL: sandboxUrl,
        LINE_PAY_VERSION: api,
        LINE_PAY_CONSOLE: `${sandboxUrl}/console/`,
        LEDGER: ledger,
        STAFF_PASSWORD: staffPassword,
        ...(timeouts ? { LINE_PAY_TIMEOUTS: JSON.stringify(timeouts) } : {}),
      },
      services: { DEMO: (request) => breaking.answer(request) },
      log,
    });
    running.push(shop);
  } catch (error) {
    await stop();
    throw error;
  }
  state.started(ports);
  const shopUrl = `http://127.0.0.1:${ports.shop}`;
  const restarting = () => breaking.restarting;
  return { shopUrl, sandboxUrl, api, ledger, channelId, channelSecret, staffPassword, restarting, stop };
}
