// What the sandbox has in scripts for runtimes without files: the texts that it serves, each unpacked when it is asked for, and the
// module. Packed, for unpacked they are two fifths of the package. Not every runtime has a DecompressionStream.
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Node's own is ten times as fast; no bundler sees it. */
const UNPACK = 'globalThis.process?.getBuiltinModule?.("node:zlib")?.gunzipSync ?? gunzipSync';

/**
 * Writes a script whose default export is `{ [name]: { type, content } }`.
 *
 * @param {string} outfile
 * @param {Record<string, { type: string, content: string }>} files
 */
export async function writePacked(outfile, files) {
  const packed = Object.entries(files).map(([name, { type, content }]) => [name, type, gzipSync(content, { level: 9 }).toString("base64")]);
  await script(
    outfile,
    `
      import { gunzipSync } from "fflate";
      const unpack = ${UNPACK};
      const decode = (text) => new TextDecoder().decode(unpack(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))));
      const file = ([name, type, text]) => {
        let known;
        return [name, { type, get content() { return (known ??= decode(text)); } }];
      };
      export default Object.fromEntries(${JSON.stringify(packed)}.map(file));`,
  );
}

/** Writes a script that exports this module as packed `base64`, and `unpack`. */
export async function writePackedModule(outfile, module) {
  const packed = gzipSync(module, { level: 9 }).toString("base64");
  await script(
    outfile,
    `
      import { gunzipSync } from "fflate";
      export const unpack = ${UNPACK};
      export const base64 = ${JSON.stringify(packed)};`,
  );
}

async function script(outfile, contents) {
  await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    logLevel: "warning",
  });
}
