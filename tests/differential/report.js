// What was found, for a person: counts, and of all that differ alike the smallest case with both answers.

const WIDTH = 600;

/** The report's text, and whether nothing is left to explain. `whole`: all cases were compared, so that all decisions were needed. */
export function told({ areas, groups, decisions }, { show, file, whole, time }) {
  const lines = [];
  const line = (...words) => void lines.push(words.join(""));
  line("area           compared   differ   decided");
  for (const { name, compared, differ, decided } of areas) {
    line(name.padEnd(15), String(compared).padStart(8), String(differ).padStart(9), String(decided).padStart(10));
  }
  for (const group of groups.slice(0, show)) {
    line("");
    const many = group.count === 1 ? "case differs" : "cases differ alike";
    line(`${group.area}: ${group.count} ${many}${group.kind === "order" ? ", in the order of fields alone" : ""}; the smallest:`);
    line(`  ${cut(group.input, 300)}`);
    const found = group.kind === "order" ? [{ path: "", old: group.old, new: group.new }] : group.found;
    for (const { path, old, new: fresh } of found.slice(0, 6)) {
      line(`  at ${path || "the answer"}`);
      const texts = [old, fresh].map((value) => JSON.stringify(value) ?? "nothing");
      const from = start(texts);
      line(`    old ${cut(texts[0], WIDTH, from)}`);
      line(`    new ${cut(texts[1], WIDTH, from)}`);
    }
    if (found.length > 6) line(`  and at ${found.length - 6} more places`);
  }
  if (groups.length > show) line(`\n${groups.length - show} more kinds of differences are in ${file}`);
  for (const { name, reason, used } of decisions) if (used > 0) line(`\ndecided: ${name}: ${used} cases; ${reason}`);
  const unneeded = whole ? decisions.filter(({ used }) => used === 0) : [];
  for (const { name } of unneeded) line(`\nnot needed: the decision "${name}" fits no difference; take it out of decisions.json`);
  const sum = (name) => areas.reduce((total, area) => total + area[name], 0);
  line(`\n${sum("compared")} compared, ${sum("differ")} differ (${groups.length} kinds), ${sum("decided")} decided, ${time} s`);
  return { text: `${lines.join("\n")}\n`, good: groups.length === 0 && unneeded.length === 0 };
}

/** Where to begin to show two long texts: a little before they part. */
function start([one, other]) {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return one.length <= WIDTH && other.length <= WIDTH ? 0 : Math.max(0, same - 100);
}

function cut(text, width, from = 0) {
  const shown = text.slice(from, from + width);
  const length = shown.length < text.length ? ` (${text.length} characters)` : "";
  return `${from > 0 ? "…" : ""}${shown}${from + width < text.length ? "…" : ""}${length}`;
}
