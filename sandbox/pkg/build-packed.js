// Texts that the sandbox serves, as one script for runtimes without files: packed, for unpacked they are a tenth of the package, and most
// programs never ask for one. Each is unpacked when it is asked for; not every runtime has a DecompressionStream.
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/**
 * Writes a script whose default export is `{ [name]: { type, content } }`.
 *
 * @param {string} outfile
 * @param {Record<string, { type: string, content: string }>} files
 */
export async function writePacked(outfile, files) {
  const packed = Object.entries(files).map(([name, { type, content }]) => [name, type, gzipSync(content, { level: 9 }).toString("base64")]);
  await build({
    stdin: {
      contents: `
        import { gunzipSync, strFromU8 } from "fflate";
        const unpack = (text) => strFromU8(gunzipSync(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))));
        const file = ([name, type, text]) => [name, { type, get content() { return unpack(text); } }];
        export default Object.fromEntries(${JSON.stringify(packed)}.map(file));`,
      resolveDir: import.meta.dirname,
    },
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
