import { SandboxError } from "./error.js";

/** The one instance of the sandbox's WebAssembly module; each runtime's entry (see entries.js) holds one. */
export interface Module<C> {
  /** The instance's exports. Throws a SandboxError where `init` has to be called first. */
  core(): C;
  /** Starts the instance where it does not start by itself. */
  init(source?: ModuleSource): Promise<void>;
  /** Puts a fresh instance in the place of one that stopped. Where it throws, the next use of the module tries again. */
  replace(): void;
}

/** Where the module comes from: its bytes, a compiled `WebAssembly.Module`, a `Response`, or its URL. */
export type ModuleSource = object | string;

/** The functions that the build writes beside the module. */
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
  let state: "absent" | "running" | "broken" = "absent";
  const replace = (): void => {
    if (state === "absent") return;
    // Until there is a fresh instance: this may fail, for want of memory.
    state = "broken";
    glue.__wbg_reset_state();
    state = "running";
  };
  const core = (): C => {
    if (state === "broken") replace();
    if (state === "absent") {
      if (load === undefined) throw notStarted();
      glue.initSync({ module: load() });
      state = "running";
    }
    return imported as C;
  };
  return {
    core,
    async init(source) {
      if (state !== "absent") return;
      if (load !== undefined) return void core();
      if (source === undefined) throw notStarted();
      // A compiled module may be of another realm, where the asynchronous way does not know it for one.
      if (Object.prototype.toString.call(source) === "[object WebAssembly.Module]") glue.initSync({ module: source });
      else await glue.default({ module_or_path: source });
      state = "running";
    },
    replace,
  };
}

/** The bytes of a module that is kept as text. */
export function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const all = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) all[index] = text.charCodeAt(index);
  return all;
}

function notStarted(): SandboxError {
  return new SandboxError(
    "This runtime does not load the WebAssembly module by itself: `await init(source)` once before anything else, " +
      'from "linepay-sandbox", with the bytes or the URL of linepay_sandbox_bg.wasm',
  );
}
