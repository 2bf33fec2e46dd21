// Asks both builds the same and keeps what differs.
import { aside, begin, drive } from "./world.js";
import { places, shown, sorted } from "./shown.js";

/** How often the terminal hears of long work, in milliseconds. */
const PROGRESS = 5000;

export class Differ {
  #builds;
  #decisions;
  #options;
  #areas = new Map();
  #groups = new Map();
  #area;
  #spoken = process.hrtime.bigint();

  /**
   * @param builds `{ old, new }`: what each exports.
   * @param decisions Differences that are meant; see README.md.
   * @param options `sample`: one case of so many. `share`: `[i, n]`, of these the i-th part of n. `tell`: is given counts now and then.
   */
  constructor(builds, decisions, options) {
    this.#builds = builds;
    this.#decisions = decisions.map((decision) => ({ ...decision, used: 0 }));
    this.#options = options;
  }

  /** Begins an area: what follows is counted there. */
  begin(area) {
    this.#area = { compared: 0, differ: 0, decided: 0 };
    this.#areas.set(area, this.#area);
    this.#area.name = area;
  }

  /**
   * One case. `ask` is given what a build exports, and returns what is to be compared; what it throws is an answer too.
   *
   * @param input The case in words: the smallest one of those that differ alike is shown.
   */
  async compare(input, ask) {
    const { sample, share, tell } = this.#options;
    const area = this.#area;
    const drawn = hash(`${this.#area.name} ${input}`);
    // The first case of an area is always compared: one that compares nothing would say nothing.
    const first = area.begun !== true;
    area.begun = true;
    if ((drawn % sample !== 0 && !first) || Math.floor(drawn / sample) % share[1] !== share[0]) return;
    area.compared += 1;
    const old = await answer(this.#builds.old, ask);
    const fresh = await answer(this.#builds.new, ask);
    if (JSON.stringify(old) !== JSON.stringify(fresh)) this.#differs(input, old, fresh);
    // Where both fail alike in the case's own code, nothing was compared.
    else if (old.thrown !== undefined && old.thrown?.["‹error›"] !== "LinePayError")
      throw new Error(`${area.name}: ${input}: ${JSON.stringify(old)}`);
    const time = process.hrtime.bigint();
    if (Number(time - this.#spoken) / 1e6 < PROGRESS) return;
    this.#spoken = time;
    tell(area);
  }

  #differs(input, ...answers) {
    const area = this.#area;
    const [old, fresh] = this.#masked(answers);
    if (JSON.stringify(old) === JSON.stringify(fresh)) {
      area.decided += 1;
      return;
    }
    const found = places(sorted(old), sorted(fresh));
    const kind = found.length === 0 ? "order" : "answer";
    const paths = [...new Set(found.map(({ path }) => path))].sort();
    const texts = [JSON.stringify(old), JSON.stringify(fresh)];
    const decision = this.#decisions.find((one) => fits(one, { area: area.name, input, kind, old: texts[0], new: texts[1], paths }));
    if (decision !== undefined) {
      decision.used += 1;
      area.decided += 1;
      return;
    }
    area.differ += 1;
    const codes = [old, fresh].map((one) => one.thrown?.code ?? one.thrown?.["‹error›"] ?? (one.never ? "never" : "answer"));
    const key = [area.name, kind, ...codes, ...paths].join("\n");
    const group = this.#groups.get(key) ?? { area: area.name, kind, paths, count: 0, inputs: [] };
    this.#groups.set(key, group);
    group.count += 1;
    if (group.inputs.length < 20) group.inputs.push(input);
    if (group.input !== undefined && group.input.length <= input.length) return;
    Object.assign(group, { input, old, new: fresh, found });
  }

  /** Both answers without what decisions take out of them. */
  #masked(answers) {
    for (const decision of this.#decisions) {
      if (decision.mask === undefined || (decision.area ?? this.#area.name) !== this.#area.name) continue;
      const before = answers.map((answer) => JSON.stringify(answer));
      const after = before.map((text) => text.replace(new RegExp(decision.mask, "gu"), `‹${decision.name}›`));
      if (after.every((text, index) => text === before[index])) continue;
      decision.used += 1;
      answers = after.map((text) => JSON.parse(text));
    }
    return answers;
  }

  /** What was found: counts of each area, differences that are alike together, and how often each decision was needed. */
  get report() {
    return { areas: [...this.#areas.values()], groups: [...this.#groups], used: this.#decisions.map(({ used }) => used) };
  }
}

/** The reports of all parts as one: the largest groups first. */
export function merged(reports, decisions) {
  const [{ areas: names }] = reports;
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const areas = names.map(({ name }, index) => {
    const count = (what) => sum(reports.map(({ areas }) => areas[index][what]));
    return { name, compared: count("compared"), differ: count("differ"), decided: count("decided") };
  });
  const groups = new Map();
  for (const [key, group] of reports.flatMap((report) => report.groups)) {
    const known = groups.get(key);
    const smaller = known === undefined || known.input.length > group.input.length ? group : known;
    groups.set(key, { ...smaller, count: group.count + (known?.count ?? 0), inputs: [...(known?.inputs ?? []), ...group.inputs] });
  }
  const used = decisions.map((decision, index) => ({ ...decision, used: sum(reports.map((report) => report.used[index])) }));
  return { areas, groups: [...groups.values()].sort((one, other) => other.count - one.count), decisions: used };
}

async function answer(build, ask) {
  begin();
  // What is thrown at once is an answer like what comes later.
  const end = await drive((async () => ask(build))());
  const said = await aside();
  return shown(said.length === 0 ? end : { ...end, said });
}

/** Whether a decision speaks of a difference: every pattern that it gives has to be found, and all paths that differ. */
function fits(decision, difference) {
  if (decision.mask !== undefined) return false;
  if (decision.area !== undefined && decision.area !== difference.area) return false;
  if (decision.kind !== undefined && decision.kind !== difference.kind) return false;
  for (const name of ["input", "old", "new"]) {
    if (decision[name] !== undefined && !new RegExp(decision[name], "u").test(difference[name])) return false;
  }
  return decision.paths === undefined || difference.paths.every((path) => new RegExp(decision.paths, "u").test(path));
}

/** A number of a text, the same at every run. */
export function hash(text) {
  let sum = 2166136261;
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 16777619) >>> 0;
  return (sum ^ (sum >>> 15)) >>> 0;
}
