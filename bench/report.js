// The tables and plots that are made of bench/results.json and bench/budget.json. Run by itself, it writes them.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drawCalls } from "./draw.js";
import { ordersTable } from "./orders/tables.js";
import { PHASES } from "./phases.js";
import { consoleTable, sandboxTable, sandboxTargets } from "./sandbox/tables.js";
import { met, range, table } from "./tables.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const json = (path) => JSON.parse(readFileSync(here(path), "utf8"));

export const RESULTS = here("results.json");

/** Results as they are kept: three digits behind the point are more than any of it is worth. */
export const written = (results) =>
  `${JSON.stringify(results, (_, value) => (typeof value === "number" ? Math.round(value * 1000) / 1000 : value), 1)}\n`;

const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

/** The sizes, for README and for bench/README.md. */
function sizeTable({ sizes }, budget) {
  const rows = Object.entries(sizes).map(([name, { raw, gzip, brotli }]) => {
    const target = budget[name]?.target;
    const verdict = target === undefined ? "" : `${target / 1000} kB: ${met(gzip <= target)}`;
    return [name, kilobytes(raw), kilobytes(gzip), kilobytes(brotli), verdict];
  });
  return table(["kB (1000 bytes)", "raw", "gzip", "brotli", "target, gzip"], rows);
}

function summary({ sizes, calls, phases, workers, memory }, budget) {
  const ratios = (side, versions) => {
    const all = calls.rows.filter((row) => versions.includes(row.version) && row.ratio[side]).map((row) => row.ratio[side].median);
    const sorted = all.sort((a, b) => a - b);
    return { low: sorted[0], median: sorted[Math.floor(sorted.length / 2)], high: sorted.at(-1) };
  };
  const times = (value) => `${value.toFixed(2)} ×`;
  const between = ({ low, median, high }) => `${times(median)} (${low.toFixed(2)}–${high.toFixed(2)} over the operations)`;
  const targetRow = (name, target, { low, median, high }) => [
    name,
    target,
    between({ low, median, high }),
    met(high <= Number.parseFloat(target.slice(2))),
  ];
  const { signature } = phases;
  const rows = Object.entries(budget)
    .filter(([, { target }]) => target !== undefined)
    .map(([name, { target }]) => [
      `${name}, gzip`,
      `≤ ${target / 1000} kB`,
      sizes[name] === undefined ? "not measured" : `${kilobytes(sizes[name].gzip)} kB`,
      met(sizes[name]?.gzip <= target),
    ]);
  rows.push(targetRow("v3, v4 call: by hand with crypto.subtle", "≤ 1.5 ×", ratios("byHand", ["v3", "v4"])));
  rows.push(targetRow("v3, v4 call: by hand with node:crypto", "≤ 1.6 ×", ratios("byHandNode", ["v3", "v4"])));
  rows.push(targetRow("v2 call (no signature): by hand", "≤ 1.6 ×", ratios("byHand", ["v2"])));
  rows.push(targetRow("v3 call: line-pay-merchant 0.9.0", "≤ 0.3 ×", ratios("peer", ["v3"])));
  // What the target amounts to: by hand, without any check, it would be missed too.
  const peers = calls.rows.filter(({ microseconds }) => microseconds.peer);
  const byHand = peers.map(({ microseconds }) => microseconds.byHandNode.median / microseconds.peer.median).sort((a, b) => a - b);
  rows.push([
    "(by hand with node:crypto: line-pay-merchant 0.9.0)",
    "",
    between({ low: byHand[0], median: byHand[Math.floor(byHand.length / 2)], high: byHand.at(-1) }),
    "",
  ]);
  rows.push([
    "a signature: crypto.subtle",
    "faster",
    times(signature.module.median / signature.subtle.median),
    met(signature.module.median < signature.subtle.median),
  ]);
  for (const name of ["client", "checkout"]) {
    const { more } = workers.cold[name];
    rows.push([`first request on workerd, ${name}: by hand`, "≤ +3.5 ms", `+${range(more)} ms`, met(more.high <= 3.5)]);
  }
  for (const [name, share] of Object.entries({ client: 0.9, checkout: 0.8 })) {
    const { ratio, cpuRatio } = workers.warm[name];
    rows.push([`requests a second on workerd, ${name}: by hand`, `≥ ${share} ×`, `${range(ratio, 2)} ×`, met(ratio.low >= share)]);
    if (cpuRatio)
      rows.push([
        `requests for the same processor time, ${name}: by hand`,
        `≥ ${share} ×`,
        `${range(cpuRatio, 2)} ×`,
        met(cpuRatio.low >= share),
      ]);
  }
  rows.push([
    `the module's memory, ${memory.warmUp.toLocaleString("en")} to ${memory.calls.toLocaleString("en")} calls`,
    "no growth",
    `${memory.warm / 1024} to ${memory.end / 1024} KiB`,
    met(memory.end <= memory.warm),
  ]);
  return table(["what, beside what", "target", "measured", ""], rows);
}

function callTable({ calls }) {
  const sides = [
    ["byHand", "by hand"],
    ["byHandNode", "by hand, node:crypto"],
    ["ours", "ours"],
    ["peer", "peer"],
  ];
  const rows = calls.rows.map(({ operation, version, microseconds, ratio }) => [
    `${version} ${operation}`,
    ...sides.map(([side]) => (microseconds[side] ? range(microseconds[side]) : "")),
    ...["byHand", "byHandNode", "peer"].map((side) => (ratio[side] ? `${ratio[side].median.toFixed(2)} ×` : "")),
  ]);
  const head = ["µs a call", ...sides.map(([, name]) => name), "ours: by hand", "ours: node:crypto", "ours: peer"];
  return `${table(head, rows)}\n\nEach call has one turn of the event loop in it: ${range(calls.turn)} µs.`;
}

function phaseTable({ phases: { rows, signature } }) {
  const names = Object.keys(PHASES);
  const body = rows.map(({ operation, version, phases }) => [
    `${version} ${operation}`,
    ...names.map((name) => phases[name].toFixed(1)),
    names.reduce((sum, name) => sum + phases[name], 0).toFixed(1),
  ]);
  const words = Object.entries(PHASES).map(([name, about]) => `- *${name}*: ${about}`);
  const { module, subtle, node } = signature;
  return (
    `${table(["µs, median", ...names, "sum"], body)}\n\n${words.join("\n")}\n\n` +
    `A signature (HMAC-SHA256, base64) takes the module ${range(module)} µs, ` +
    `crypto.subtle ${range(subtle)} µs (and a promise), node:crypto ${range(node)} µs.`
  );
}

function workerTable({ workers: { cold, warm, starts, connections } }) {
  const rows = Object.keys(cold).map((name) => [
    name === "byHand" ? "by hand" : name,
    range(cold[name].milliseconds),
    cold[name].more ? `+${range(cold[name].more)}` : "",
    range(warm[name].perSecond, 0),
    warm[name].ratio ? `${range(warm[name].ratio, 2)} ×` : "",
    warm[name].cpu ? range(warm[name].cpu, 0) : "",
    warm[name].cpuRatio ? `${range(warm[name].cpuRatio, 2)} ×` : "",
  ]);
  const head = [
    `worker (${starts} starts, ${connections} connections)`,
    "first request, ms",
    "more than by hand, ms",
    "requests a second",
    "of by hand",
    "processor time for one, µs",
    "of by hand, turned round",
  ];
  return table(head, rows);
}

function breakdownTable({ breakdown: { groups, largest } }) {
  const sum = groups.reduce((total, { bytes }) => total + bytes, 0);
  const part = table(
    ["part", "kB", "share"],
    groups.map(({ name, bytes }) => [name, kilobytes(bytes), `${((100 * bytes) / sum).toFixed(0)} %`]),
  );
  const single = table(
    ["the largest functions", "kB"],
    largest.map(({ name, bytes }) => [`\`${name}\``, kilobytes(bytes)]),
  );
  return `${part}\n\n${single}`;
}

function levelTable({ calls, otherSizes, sizes, workers }) {
  const level = "opt-level 3";
  if (otherSizes === undefined) return "Not compared in this run: `cargo xtask bench --opt-levels` does.";
  const [own, other] = [sizes["client module"], otherSizes[level]];
  const ratios = calls.rows.map(({ ratio }) => ratio[level].median).sort((a, b) => a - b);
  const pick = (part) => ratios[Math.floor((ratios.length - 1) * part)];
  const rows = [
    ["module, raw kB", kilobytes(own.raw), kilobytes(other.raw), `${(own.raw / other.raw).toFixed(2)} ×`],
    ["module, gzip kB", kilobytes(own.gzip), kilobytes(other.gzip), `${(own.gzip / other.gzip).toFixed(2)} ×`],
    ["a call (median of all; lowest to highest)", "", "", `${pick(0.5).toFixed(2)} × (${pick(0).toFixed(2)}–${pick(1).toFixed(2)})`],
  ];
  for (const name of ["client", "checkout"]) {
    const [a, b] = [workers.cold[name], workers.cold[`${name}, ${level}`]];
    rows.push([
      `first request, ${name}, ms`,
      range(a.milliseconds),
      range(b.milliseconds),
      `${(a.milliseconds.median / b.milliseconds.median).toFixed(2)} ×`,
    ]);
    const [c, d] = [workers.warm[name], workers.warm[`${name}, ${level}`]];
    rows.push([
      `requests a second, ${name}`,
      range(c.perSecond, 0),
      range(d.perSecond, 0),
      `${(c.perSecond.median / d.perSecond.median).toFixed(2)} ×`,
    ]);
  }
  return table(["shipped module beside one of opt-level 3", "shipped", "opt-level 3", "shipped: opt-level 3"], rows);
}

function about({ machine, date, rounds, callsARound }) {
  const load = machine.load === undefined ? "" : `, load average ${machine.load.toFixed(1)} before it began`;
  return (
    `Measured on ${date}: ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}${load}; ` +
    `${rounds} rounds of ${callsARound} calls. In parentheses: the middle half of the rounds.`
  );
}

/** `text` with what stands between its marks made new. */
function filled(text, name, content) {
  const [start, end] = [`<!-- ${name}: generated by cargo xtask bench -->\n`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the marks of ${name} are lost: put ${start}${end} around its place`);
  return `${text.slice(0, from)}${start}${content}\n${text.slice(to)}`;
}

/** Every generated file with its text. */
function report() {
  const [results, budget] = [json("results.json"), json("budget.json")];
  const parts = {
    about: about(results),
    targets: summary(results, budget),
    sizes: sizeTable(results, budget),
    breakdown: breakdownTable(results),
    calls: callTable(results),
    phases: phaseTable(results),
    workers: workerTable(results),
    levels: levelTable(results),
    orders: ordersTable(results),
    "sandbox targets": sandboxTargets(results),
    sandbox: sandboxTable(results),
    console: consoleTable(results),
  };
  const own = Object.entries(parts).reduce((text, [name, content]) => filled(text, name, content), readFileSync(here("README.md"), "utf8"));
  const readme = filled(readFileSync(here("../README.md"), "utf8"), "sizes", parts.sizes);
  return {
    "bench/README.md": own,
    "README.md": readme,
    "bench/calls-light.svg": drawCalls(results, "light"),
    "bench/calls-dark.svg": drawCalls(results, "dark"),
  };
}

const current = (file) => {
  try {
    return readFileSync(here(`../${file}`), "utf8");
  } catch {
    return undefined;
  }
};

/** The generated files that are not as they would be generated. */
export const compareReport = () =>
  Object.entries(report())
    .filter(([file, text]) => current(file) !== text)
    .map(([file]) => file);

/** Writes them; tells which. */
export function writeReport() {
  const stale = compareReport();
  const texts = report();
  for (const file of stale) writeFileSync(here(`../${file}`), texts[file]);
  return stale;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of writeReport()) console.error(`written: ${file}`);
}
