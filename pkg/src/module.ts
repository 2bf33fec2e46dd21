import type { Host } from "./host.js";
import { LinePayError } from "./errors.js";

/** The exports of the module that this package calls. Everything in and out is plain data. */
export interface Core {
  checkConfig(config: unknown): void;
  paymentState(version: string, sources: unknown): unknown;
  legalSteps(payment: unknown, now: number): unknown;
  call(config: unknown, host: Host, operation: string, input: unknown, options: unknown): Promise<unknown>;
  checkoutReserve(config: unknown, host: Host, settings: unknown, order: unknown): Promise<unknown>;
  checkoutVisit(config: unknown, host: Host, settings: unknown, visit: unknown): Promise<unknown>;
}

/**
 * What the `#module` import gives, in each runtime's own way: the one instance of the module that all parts of this package share.
 */
export interface Module {
  /** The instance. Throws a LinePayError where `init` has to be called first. */
  core(): Core;
  /** Starts the instance where it does not start by itself. */
  init(source?: ModuleSource): Promise<void>;
  /** Puts a fresh instance in the place of one that trapped. */
  replace(): void;
}

/**
 * Where the module comes from: its bytes, a compiled `WebAssembly.Module`, a `Response`, or its URL.
 */
export type ModuleSource = object | string;

/** The functions that wasm-bindgen writes beside the module. */
export interface Glue extends Core {
  initSync(source: { module: object }): unknown;
  default(source: { module_or_path: unknown }): Promise<unknown>;
  __wbg_reset_state?(): void;
}

/** Puts a fresh instance in place, where the build has that function. */
export function reset(glue: Glue): void {
  glue.__wbg_reset_state?.();
}

/** What a call without an instance ends with. */
export function notStarted(): LinePayError {
  return new LinePayError({
    code: "INVALID_CONFIGURATION",
    message:
      "This runtime does not load the WebAssembly module by itself: " +
      "`await init(source)` from \"linepay-edge\" once before anything else",
  });
}
