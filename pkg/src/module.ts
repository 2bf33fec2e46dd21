import type { Host } from "./host.js";
import { LinePayError } from "./errors.js";

/** The exports of the client's module that this package calls. Everything in and out is plain data. */
export interface Core {
  checkConfig(config: unknown): void;
  paymentState(version: string, sources: unknown): unknown;
  legalSteps(payment: unknown, now: number): unknown;
  call(config: unknown, host: Host, operation: string, input: unknown, options: unknown): Promise<unknown>;
  checkoutReserve(config: unknown, host: Host, settings: unknown, order: unknown): Promise<unknown>;
  checkoutVisit(config: unknown, host: Host, settings: unknown, visit: unknown): Promise<unknown>;
}

/** The exports of the validator's module; none of them takes a secret. */
export interface Validator {
  validateReply(operation: unknown, version: unknown, text: unknown, options: unknown): unknown;
  paymentState(version: string, sources: unknown): unknown;
  legalSteps(payment: unknown, now: number): unknown;
}

/** One instance of a WebAssembly module, shared by all parts of this package; each runtime's entry (see entries.js) holds one. */
export interface Module<C> {
  /** The instance's exports. Throws a LinePayError where `init` has to be called first. */
  core(): C;
  /** Starts the instance where it does not start by itself. */
  init(source?: ModuleSource): Promise<void>;
  /** Puts a fresh instance in the place of one that trapped. Where it throws, the next use of the module tries again. */
  replace(): void;
  /** Names who is told when the instance stops while no export of it is being called: in a turn of one of its futures. */
  onTrap(listener: (cause: unknown) => void): void;
}

/**
 * Where the module comes from: its bytes, a compiled `WebAssembly.Module`, a `Response`, or its URL.
 */
export type ModuleSource = object | string;

/** The functions that the build writes beside a module. */
interface Glue {
  initSync(source: { module: unknown }): unknown;
  default(source: { module_or_path: unknown }): Promise<unknown>;
  __wbg_reset_state(): void;
  onTrap(listener: (cause: unknown) => void): void;
}

/**
 * Holds the one instance of a module.
 *
 * @param imported The functions that the build wrote beside the module.
 * @param load Gives its bytes or the compiled module at the first use; without it, `init` has to be called before.
 */
export function hold<C>(imported: object, load?: () => object): Module<C> {
  const glue = imported as Glue;
  let started = false;
  let broken = false;
  const replace = (): void => {
    if (!started) return;
    // Until there is a fresh instance: this may fail, for want of memory.
    broken = true;
    glue.__wbg_reset_state();
    broken = false;
  };
  const core = (): C => {
    if (broken) replace();
    if (!started) {
      if (load === undefined) throw notStarted();
      glue.initSync({ module: load() });
      started = true;
    }
    return imported as C;
  };
  return {
    core,
    async init(source) {
      if (started) return;
      if (load !== undefined) return void core();
      if (source === undefined) throw notStarted();
      if (!isSource(source)) throw noSource();
      // A compiled module may be of another realm, where the asynchronous way does not know it for one.
      if (isCompiled(source)) glue.initSync({ module: source });
      else await glue.default({ module_or_path: source });
      started = true;
    },
    replace,
    onTrap: (listener) => glue.onTrap(listener),
  };
}

function isCompiled(source: unknown): boolean {
  return Object.prototype.toString.call(source) === "[object WebAssembly.Module]";
}

/** Whether it may hold a module: by its tag, since it may be of another realm. Also a promise of one. */
function isSource(source: unknown): boolean {
  if (typeof source === "string" || ArrayBuffer.isView(source) || isCompiled(source)) return true;
  return /^\[object (URL|Request|Response|Promise|(Shared)?ArrayBuffer)\]$/.test(Object.prototype.toString.call(source));
}

/** The bytes of a module that is kept as text. */
export function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const all = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) all[index] = text.charCodeAt(index);
  return all;
}

/** What a call without an instance ends with. */
function notStarted(): LinePayError {
  return new LinePayError({
    code: "INVALID_CONFIGURATION",
    message:
      "This runtime does not load the WebAssembly module by itself: " +
      '`await init(source)` once before anything else, from "linepay-edge" or, for their own modules, ' +
      'from "linepay-edge/validate" and "linepay-edge/sandbox"',
  });
}

function noSource(): LinePayError {
  const message = "init takes the module itself: its bytes, a compiled WebAssembly.Module, a Response or its URL, not an object of options";
  return new LinePayError({ code: "INVALID_CONFIGURATION", message });
}
