// A build of the package: unpacked from its tarball, or as it stands in a folder, with all that it exports.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

/** The subpaths that are compared. */
const SUBPATHS = { main: ".", checkout: "./checkout", errors: "./errors", explain: "./explain", validate: "./validate" };

/**
 * The folder of a build: `given` itself where it is one, else `folder` with what the tarball holds.
 */
export function folderOf(given, folder) {
  if (statSync(given).isDirectory()) return given;
  rmSync(folder, { recursive: true, force: true });
  for (const { path, content } of entries(gunzipSync(readFileSync(given)))) {
    const [, ...inside] = normalize(path).split(sep);
    if (inside.includes("..") || inside.length === 0) throw new Error(`${given} holds ${path}: is it what npm pack makes?`);
    const file = join(folder, ...inside);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** The files of a tar archive: blocks of 512 bytes, a header each. npm writes plain files, with a pax header before a long name. */
function* entries(archive) {
  let longer;
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const text = (from, to) => archive.toString("utf8", at + from, at + to).replace(/\0.*$/s, "");
    const size = Number.parseInt(text(124, 136), 8) || 0;
    const [type, prefix, name] = [text(156, 157), text(345, 500), text(0, 100)];
    const content = archive.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
    if (type === "x") longer = /\d+ path=([^\n]+)\n/.exec(content.toString("utf8"))?.[1];
    else if (type === "0" || type === "") yield { path: longer ?? (prefix === "" ? name : `${prefix}/${name}`), content };
    if (type !== "x") longer = undefined;
  }
}

/** Everything that the build in a folder exports, by subpath. */
export async function load(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const get = (subpath) => import(pathToFileURL(join(folder, manifest.exports[subpath].default)).href);
  const build = { get };
  for (const [name, subpath] of Object.entries(SUBPATHS)) build[name] = await get(subpath);
  return build;
}
