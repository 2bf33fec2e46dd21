// A thread of the comparison: both builds, and its share of the cases.
import { parentPort, workerData } from "node:worker_threads";
import { AREAS } from "./areas.js";
import { load } from "./builds.js";
import { Differ, hash } from "./differ.js";
import { fixtures } from "./fixtures.js";
import { random } from "./random.js";
import { VALUES } from "./values.js";
import { install } from "./world.js";

const { folders, decisions, areas, seed, sample, share } = workerData;

install();
try {
  await work();
} catch (error) {
  // In this world nobody hears of what is thrown aside.
  parentPort.postMessage({ failed: error });
}

async function work() {
  const [old, fresh] = [await load(folders[0]), await load(folders[1])];
  const total = { compared: 0, differ: 0 };
  const tell = ({ name, compared, differ: different }) => {
    parentPort.postMessage({ progress: { area: name, compared: total.compared + compared, differ: total.differ + different } });
  };
  // The server of both; loaded in this world, whose clock and chance it takes.
  const server = await import("linepay-sandbox");
  const differ = new Differ({ old, new: fresh }, decisions, { sample, share, tell });
  const shared = known(old);
  for (const area of areas) {
    differ.begin(area);
    const [file, name] = AREAS[area];
    const compare = (await import(`./areas/${file}`))[name];
    // Each draws its own numbers, so that an area alone does the same as among all.
    await compare(differ, { ...shared, server, old, values: VALUES, random: random(seed + hash(area)) });
    const { compared, differ: different } = differ.report.areas.at(-1);
    total.compared += compared;
    total.differ += different;
  }
  parentPort.postMessage({ report: differ.report });
}

/** What the areas work with: of an operation that the old build does not have there is nothing to compare. */
function known(old) {
  const all = fixtures().filter(({ operation }) => typeof old.main.LinePay.prototype[operation] === "function");
  const codes = Array.from({ length: 10_000 }, (_, code) => String(code).padStart(4, "0"));
  const lives = new Map();
  for (const { name, version, operation, reply, given: request } of all) {
    try {
      const life = old.main.paymentState(version, [{ operation, text: reply, request }]);
      lives.set(`${version} ${life.state} ${life.regKey === undefined}`, [name, life]);
    } catch {
      // This one says nothing of a payment.
    }
  }
  return {
    fixtures: all,
    operations: [...new Set(all.map(({ operation }) => operation))],
    codes: [...codes.filter((code) => old.explain.explain(code, "confirm") !== undefined), "0001", "7777", "", "12345", "1106 ", "abcd"],
    lives: [...lives.values()],
  };
}
