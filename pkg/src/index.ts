import * as module from "#module";
import type { ModuleSource } from "./module.js";

export {
  type CallOptions,
  type Reply,
  LinePay,
  type LinePayOptions,
  type Timeouts,
} from "./client.js";
export * from "./errors.js";
export type { Fetch } from "./host.js";
export type { ModuleSource } from "./module.js";
export { legalSteps, paymentState, type PaymentSource } from "./payment.js";
export type { Operations } from "./operations.js";
export type {
  RequestOf,
  RequestStatus,
  ReservedWithPage,
  ReserveRequest,
  ReserveRequests,
  ReserveRequestWithPage,
  Version,
} from "./versions.js";
export type * from "./reports.js";
export type * from "./verdicts.js";
export type * from "./wire.js";

/**
 * Starts the WebAssembly module where the runtime does not do so by itself. Needed once, before anything else, on runtimes other
 * than workerd, edge-light, Deno, Bun, Node and browsers; there it needs no source, so that one program may call it everywhere.
 *
 * @param source - The module: its bytes, a compiled `WebAssembly.Module`, a `Response`, or its URL.
 *
 * ```ts
 * await init(new URL("linepay_edge_bg.wasm", import.meta.url));
 * ```
 */
export function init(source?: ModuleSource): Promise<void> {
  return module.init(source);
}
