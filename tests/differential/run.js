// node tests/differential/run.js OLD NEW [OPTIONS]: compares two builds. `cargo xtask differential` packs the present one and calls this.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { AREAS } from "./areas.js";
import { folderOf } from "./builds.js";
import { merged } from "./differ.js";
import { told } from "./report.js";

const HELP = `\
node tests/differential/run.js OLD NEW [OPTIONS]

OLD and NEW are tarballs of npm pack, or folders of the built package.

  --area NAME       this area alone; may be given more than once: ${Object.keys(AREAS).join(", ")}
  --seed N          draws other cuts, sequences and combinations (1)
  --sample N        one case of N (1: all of them)
  --show N          how many kinds of differences are shown (40); all of them are in differences.json
  --decisions FILE  the differences that are meant (tests/differential/decisions.json)
  --into FOLDER     for the unpacked builds and differences.json (target/differential)
  --jobs N          processors to use (all)
`;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const text = (fallback) => ({ type: "string", default: fallback });
const { given, builds } = read();
const whole = (name) => {
  const number = Number(given[name]);
  return Number.isSafeInteger(number) && number >= (name === "seed" ? 0 : 1) ? number : fail(`--${name} ${given[name]} is no whole number`);
};
const [seed, show, sample, jobs] = ["seed", "show", "sample", "jobs"].map(whole);
const areas = given.area ?? Object.keys(AREAS);
for (const area of areas) if (!(area in AREAS)) fail(`there is no area ${area}; there are ${Object.keys(AREAS).join(", ")}`);

const started = Date.now();
const into = resolve(given.into);
const decisions = JSON.parse(readFileSync(given.decisions, "utf8"));
for (const decision of decisions) {
  const wrong = Object.keys(decision).find(
    (name) => !["name", "reason", "area", "input", "kind", "paths", "old", "new", "mask"].includes(name),
  );
  if (wrong !== undefined || !decision.name || !decision.reason)
    fail(`${given.decisions}: a decision has a name and a reason, and no ${wrong ?? "other"}`);
}
const folders = builds.map((build, index) => folderOf(resolve(build), join(into, ["old", "new"][index])));
const counts = new Map();
const reports = await Promise.all(Array.from({ length: jobs }, (_, job) => work([job, jobs])));
const report = merged(reports, decisions);
mkdirSync(into, { recursive: true });
const file = join(into, "differences.json");
writeFileSync(file, JSON.stringify(report, null, 1));
const complete = given.area === undefined && sample === 1;
const { text: said, good } = told(report, { show, file, whole: complete, time: seconds() });
process.stdout.write(said, () => process.exit(good ? 0 : 1));

/** A part of the cases, on a thread of its own. */
function work(share) {
  return new Promise((done, lost) => {
    const worker = new Worker(here("worker.js"), { workerData: { folders, decisions, areas, seed, sample, share } });
    worker.on("error", lost);
    worker.on("exit", (code) => lost(new Error(`a part of the work ended with ${code}`)));
    worker.on("message", ({ progress, report: own, failed }) => {
      if (failed !== undefined) return lost(failed);
      if (own !== undefined) return done(own);
      counts.set(share[0], progress);
      const sum = (name) => [...counts.values()].reduce((total, count) => total + count[name], 0);
      if (share[0] === 0)
        process.stderr.write(`  ${seconds()} s: ${progress.area}, ${sum("compared")} compared, ${sum("differ")} differ …\n`);
    });
  });
}

function read() {
  const options = {
    area: { type: "string", multiple: true },
    seed: text("1"),
    sample: text("1"),
    show: text("40"),
    decisions: text(here("decisions.json")),
    into: text(here("../../target/differential/")),
    jobs: text(String(availableParallelism())),
    help: { type: "boolean", short: "h" },
  };
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    if (positionals.length !== 2) fail("it takes two builds: tarballs of npm pack, or folders of the package");
    return { given: values, builds: positionals };
  } catch (error) {
    return fail(error.message);
  }
}

function seconds() {
  return Math.round((Date.now() - started) / 1000);
}

function fail(what) {
  process.stderr.write(`differential: ${what}\n`);
  process.exit(2);
}
