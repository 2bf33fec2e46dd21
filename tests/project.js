import { cpSync, existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where `cargo xtask test` has installed the packages from their tarballs, as a shop would. */
const PROJECT = fileURLToPath(new URL("../target/consumers/", import.meta.url));

/** The package as it is installed there. */
export const INSTALLED = join(PROJECT, "node_modules/linepay-edge");

/** The sandbox's package, for the shop's tests. */
export const SANDBOX = join(PROJECT, "node_modules/linepay-sandbox");

/**
 * Puts a copy of a folder of these tests into that project, so that `linepay-edge` and `linepay-sandbox` are what the tarballs hold.
 *
 * @param {string} folder Below tests.
 * @returns {string} The copy's path.
 */
export function inProject(folder) {
  if (!existsSync(INSTALLED)) throw new Error("the package is not installed: cargo xtask test --only runtimes");
  const copy = join(PROJECT, folder);
  mkdirSync(copy, { recursive: true });
  cpSync(fileURLToPath(new URL(folder, import.meta.url)), copy, { recursive: true });
  return copy;
}

const require = createRequire(import.meta.url);

/** A program out of a package of tests/package.json for this platform: its install scripts never run, so it is not in `.bin`. */
export function program(candidates, file) {
  for (const name of candidates) {
    try {
      return join(require.resolve(`${name}/package.json`), "..", file);
    } catch {
      // It is for another platform.
    }
  }
  throw new Error(`none of ${candidates.join(", ")} is installed: there is none for ${process.platform} ${process.arch}`);
}
