import { LinePayError } from "./errors.js";
import { hold as holdLoaded, isCompiled, type Module, type ModuleSource } from "./module.js";

/**
 * Holds the one instance of a module where the runtime does not load it: `init` has to be called before anything else.
 *
 * @param imported The functions that the build wrote beside the module.
 */
export function hold<C>(imported: object): Module<C> {
  let loaded: WebAssembly.Module | undefined;
  const module = holdLoaded<C>(imported, () => {
    if (loaded === undefined) throw notStarted();
    return loaded;
  });
  return {
    ...module,
    async init(source) {
      if (loaded !== undefined) return;
      if (source === undefined) throw notStarted();
      if (!isSource(source)) throw noSource();
      loaded = await compile(source);
      module.core();
    },
  };
}

/** Compiles what `init` takes; also a promise of it. */
async function compile(given: ModuleSource): Promise<WebAssembly.Module> {
  let source: unknown = await given;
  if (isCompiled(source)) return source as WebAssembly.Module;
  if (typeof source === "string" || isOf(source, "URL|Request")) source = await fetch(source as string);
  if (!isOf(source, "Response")) return WebAssembly.compile(source as BufferSource);
  const response = source as Response;
  if (!response.ok) throw new Error(`the WebAssembly module's server answered with ${response.status}: ${response.url}`);
  // As it arrives, where the server says what it is; browsers insist on that.
  const streams = response.headers.get("content-type") === "application/wasm" && typeof WebAssembly.compileStreaming === "function";
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** Whether it may hold a module, or is a promise of one. */
function isSource(source: unknown): boolean {
  if (typeof source === "string" || ArrayBuffer.isView(source) || isCompiled(source)) return true;
  return isOf(source, "URL|Request|Response|Promise|(Shared)?ArrayBuffer");
}

/** By its tag, since it may be of another realm. */
function isOf(value: unknown, tags: string): boolean {
  return new RegExp(`^\\[object (${tags})\\]$`).test(Object.prototype.toString.call(value));
}

/** What a call without an instance ends with. */
function notStarted(): LinePayError {
  return new LinePayError({
    code: "INVALID_CONFIGURATION",
    message:
      "This runtime does not load the WebAssembly module by itself: " +
      '`await init(source)` once before anything else, from "linepay-edge" or, for its own module, from "linepay-edge/validate"',
  });
}

function noSource(): LinePayError {
  const message = "init takes the module itself: its bytes, a compiled WebAssembly.Module, a Response or its URL, not an object of options";
  return new LinePayError({ code: "INVALID_CONFIGURATION", message });
}
