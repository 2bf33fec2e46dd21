// What the build writes: an entry for the runtime (../entries.js), and the pages (../build-pages.js).

declare module "#sandbox" {
  const module: import("./module.js").Module<import("./core.js").Built>;
  export const core: typeof module.core;
  export const init: typeof module.init;
  export const replace: typeof module.replace;
}

declare module "#site" {
  const files: Record<string, { type: string; content: string }>;
  export default files;
}

declare module "#documents" {
  const files: Record<string, { type: string; content: string }>;
  export default files;
}

/** The part of workerd's own module that the sandbox's Durable Object needs. */
declare module "cloudflare:workers" {
  export class DurableObject<Env = unknown> {
    constructor(ctx: import("./worker.js").ObjectState, env: Env);
    protected ctx: import("./worker.js").ObjectState;
    protected env: Env;
  }
}

declare module "#x509" {
  export * from "@peculiar/x509";
}
