import { isSource, noSource, notStarted } from "../loading.js";
import { isCompiled, type Module } from "../module.js";

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
