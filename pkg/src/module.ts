/**
 * The one export of the client's module: what is asked for and what it takes, a line each; see src/js/exports.rs. What a caller
 * gave is written by `encode`, which knows no line breaks. What comes back is `R` and a result or `E` and an error, both as JSON, or
 * what a task wants done; see src/js/task.rs. An exception is a trap.
 */
export interface Core {
  ask(text: string, now: number): string;
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
  /** Lets go of an instance that trapped: the next use of the module has a fresh one. */
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
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/**
 * Holds the one instance of a module.
 *
 * @param imported The functions that the build wrote beside the module.
 * @param load Gives its bytes or the compiled module at the first use.
 */
export function hold<C>(imported: object, load: () => object): Module<C> {
  let module: WebAssembly.Module | undefined;
  let runs = false;
  let count = 0;
  const core = (): C => {
    if (!runs) {
      module ??= compiled(load());
      // All that it imports are functions of the same script. This may fail, for want of memory; then the next use tries again.
      const [first] = WebAssembly.Module.imports(module);
      const { exports } = new WebAssembly.Instance(module, { [first?.module ?? ""]: imported as WebAssembly.ModuleImports });
      (imported as Glue).__wbg_set_wasm(exports);
      (exports as { __wbindgen_start(): void }).__wbindgen_start();
      runs = true;
    }
    return imported as C;
  };
  return {
    core,
    init: async () => void core(),
    replace() {
      runs = false;
      count += 1;
    },
    instance: () => count,
  };
}

function compiled(source: object): WebAssembly.Module {
  return isCompiled(source) ? (source as WebAssembly.Module) : new WebAssembly.Module(source as BufferSource);
}

/** By its tag, since it may be of another realm. */
export function isCompiled(source: unknown): boolean {
  return Object.prototype.toString.call(source) === "[object WebAssembly.Module]";
}

/** The bytes of a module that is kept as text. */
export function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const all = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) all[index] = text.charCodeAt(index);
  return all;
}
