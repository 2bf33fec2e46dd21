// What the build puts into ../wasm, as far as this package uses it. A file that exists wins over these patterns, so that the
// package type-checks before the module is built as well as after.

declare module "*/linepay_edge.js" {
  export function initSync(source: { module: BufferSource | WebAssembly.Module }): unknown;
  export default function init(source: { module_or_path: unknown }): Promise<unknown>;
}

declare module "*/inline.js" {
  /** The module, as base64. */
  const base64: string;
  export default base64;
}

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
