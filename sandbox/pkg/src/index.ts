import * as module from "#sandbox";
import type { ModuleSource } from "./module.js";
import { checkOptions, configOf, originOf, prefixOf, type SandboxOptions } from "./options.js";
import { Sandbox, tryOut } from "./sandbox.js";

export type { ModuleSource } from "./module.js";
export { SandboxControl, SandboxWorld } from "./control.js";
export { SandboxError } from "./error.js";
export type { SandboxOptions } from "./options.js";
export type { Sandbox } from "./sandbox.js";
export type * from "./seed.js";
export type { SandboxAct, SandboxSettings } from "./settings.js";
export type * from "./views.js";

/**
 * Starts LINE Pay's server in this program, without a port and without a network: for tests of your shop. Every operation of every
 * version, authentication, states, return codes and the buyer's pages are those of LINE Pay's documents; its README says what is not
 * verified. Give `sandbox.fetch` to a client in the place of `fetch`, and `sandbox.baseUrl` as its address.
 *
 * ```ts
 * const sandbox = await createSandbox({ channelId, channelSecret });
 * const client = yourClient({ channelId, channelSecret, baseUrl: sandbox.baseUrl, fetch: sandbox.fetch });
 * const { transactionId } = await client.reserve(order);
 * const { redirectUrl } = await sandbox.approve(transactionId);    // the buyer approves, and comes back there
 * await client.confirm({ transactionId, amount: 360, currency: "TWD" });
 * ```
 *
 * Each sandbox has its own payments, in memory. It is no place for real credentials, and nothing in it is safe from the program it runs in.
 *
 * Rejects with a {@link SandboxError} that names what is wrong with the options.
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  checkOptions(options);
  const config = configOf(options);
  const sandbox = new Sandbox(config, originOf(options), { ...options, prefix: prefixOf(options.prefix) });
  tryOut(config);
  return sandbox;
}

/**
 * Starts the sandbox's WebAssembly module where the runtime does not do so by itself.
 *
 * @param source - The module `linepay_sandbox_bg.wasm`: its bytes, a compiled `WebAssembly.Module`, a `Response`, or its URL.
 */
export function init(source?: ModuleSource): Promise<void> {
  return module.init(source);
}
