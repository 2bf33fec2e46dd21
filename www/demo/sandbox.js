import { join } from "node:path";
import { DIST, startWorker } from "./worker.js";

/**
 * Starts the sandbox: LINE Pay's server and its payment pages.
 *
 * @param {object} options
 * @param {number} options.port
 * @param {string} options.channelId
 * @param {string} options.channelSecret
 * @param {string} [options.persist] The folder of its payments; without one they are forgotten at the end.
 * @param {string[]} [options.allow] Addresses from which it accepts API calls.
 * @param {(text: string) => void} [options.log]
 */
export function startSandbox({ port, channelId, channelSecret, persist, allow = ["127.0.0.1/32"], log }) {
  const config = {
    channelId,
    channelSecret,
    merchantName: "山霧茶舖 Mist Hill Tea",
    allow,
    publicOrigin: `http://127.0.0.1:${port}`,
  };
  return startWorker({
    name: "sandbox",
    folder: join(DIST, "workers/sandbox"),
    port,
    objects: { SANDBOX: "SandboxState" },
    persist,
    bindings: { SANDBOX_CONFIG: JSON.stringify(config) },
    log,
  });
}
