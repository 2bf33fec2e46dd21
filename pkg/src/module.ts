import { LinePayError } from "./errors.js";

/**
 * The exports of the client's module that this package calls. All are synchronous. What a caller gave goes in as `encode` writes
 * it; what comes back is `R` and a result or `E` and an error, both as JSON. An exception is a trap.
 */
export interface Core {
  checkConfig(config: string): string;
  paymentState(version: string, sources: string): string;
  legalSteps(payment: string, now: number): string;
  /** The text without the secret. */
  mask(config: string, text: string): string;
  /** Begins a task, up to the first thing that is to be done; see src/js/task.rs. */
  start(
    task: number,
    operation: string,
    config: string,
    request: string,
    options: string,
    observed: boolean,
    now: number,
    nonce: string,
  ): string;
  /** Goes on with a task. */
  resume(task: number, status: number, text: string, now: number, nonce: string): string;
}

/** The exports of the validator's module; none of them takes a secret. */
export interface Validator {
  validateReply(question: string, text: string): string;
  paymentState(version: string, sources: string): string;
  legalSteps(payment: string, now: number): string;
}

/** One instance of a WebAssembly module, shared by all parts of this package; each runtime's entry (see entries.js) holds one. */
export interface Module<C> {
  /** The instance's exports. Throws a LinePayError where `init` has to be called first. */
  core(): C;
  /** Starts the instance where it does not start by itself. */
  init(source?: ModuleSource): Promise<void>;
  /** Puts a fresh instance in the place of one that trapped. Where it throws, the next use of the module tries again. */
  replace(): void;
  /** Which instance it is, counted from 0: what an earlier one held is gone. */
  instance(): number;
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
  let count = 0;
  const replace = (): void => {
    if (!started) return;
    // Until there is a fresh instance: this may fail, for want of memory.
    broken = true;
    count += 1;
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
    instance: () => count,
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
