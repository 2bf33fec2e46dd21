// What `imports` of package.json picks for a runtime: an entry that ../entries.js writes.

declare module "#module" {
  const module: import("./module.js").Module<import("./module.js").Core>;
  export const core: typeof module.core;
  export const init: typeof module.init;
  export const replace: typeof module.replace;
  export const instance: typeof module.instance;
  /** Where a browser could be: a build for workerd runs in none. */
  export const refuseBrowser: typeof import("./browser.js").refuseBrowser | undefined;
}

declare module "#validator" {
  const module: import("./module.js").Module<import("./module.js").Validator>;
  export const core: typeof module.core;
  export const init: typeof module.init;
  export const replace: typeof module.replace;
}
