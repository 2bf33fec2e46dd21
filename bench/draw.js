// The plot of bench/README.md as SVG, once for each colour scheme.

const THEMES = {
  light: { back: "#ffffff", text: "#1f2933", muted: "#5d6673", line: "#d9dee5", bars: ["#8b97a6", "#c3cad3", "#0a7d3c", "#c8741a"] },
  dark: { back: "#11151b", text: "#e6ebf1", muted: "#a3adba", line: "#39424e", bars: ["#7d8998", "#4a5563", "#4cc783", "#e0963f"] },
};

const SIDES = [
  ["byHand", "by hand, crypto.subtle"],
  ["byHandNode", "by hand, node:crypto"],
  ["ours", "linepay-edge"],
  ["peer", "line-pay-merchant 0.9.0"],
];

const [WIDTH, LEFT, RIGHT, TOP, BAR, GAP] = [860, 130, 70, 64, 11, 14];

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

/** A step of 1, 2 or 5 times a power of ten, so that some five fit. */
function stepOf(most) {
  const power = 10 ** Math.floor(Math.log10(most / 5));
  return [1, 2, 5, 10].map((part) => part * power).find((step) => most / step <= 6);
}

/**
 * Each v3 call as bars of microseconds, with the middle half of the rounds as a line.
 *
 * @param {object} results bench/results.json
 * @param {"light" | "dark"} theme
 */
export function drawCalls({ calls }, theme) {
  const { back, text, muted, line, bars } = THEMES[theme];
  const rows = calls.rows.filter(({ version }) => version === "v3");
  const most = Math.max(...rows.flatMap(({ microseconds }) => SIDES.map(([side]) => microseconds[side].high)));
  const x = (time) => LEFT + (time / most) * (WIDTH - LEFT - RIGHT);
  const group = SIDES.length * BAR + GAP;
  const height = TOP + rows.length * group + 40;
  const at = (value) => value.toFixed(1);
  const parts = [];
  const write = (left, top, content, { fill = text, anchor = "start", size = 12 } = {}) =>
    parts.push(
      `<text x="${at(left)}" y="${at(top)}" fill="${fill}" font-size="${size}" text-anchor="${anchor}">${escaped(content)}</text>`,
    );
  const step = stepOf(most);
  for (let time = 0; time <= most; time += step) {
    parts.push(`<path d="M${at(x(time))} ${TOP - 6}V${height - 34}" stroke="${line}"/>`);
    write(x(time), height - 18, `${time} µs`, { fill: muted, anchor: "middle", size: 11 });
  }
  SIDES.forEach(([, name], side) => {
    const left = LEFT + side * 178;
    parts.push(`<rect x="${left}" y="34" width="11" height="11" fill="${bars[side]}"/>`);
    write(left + 16, 44, name, { size: 12 });
  });
  write(LEFT, 20, "Time of one v3 call, the network answering at once (shorter is better)", { size: 14 });
  rows.forEach(({ operation, microseconds }, row) => {
    const top = TOP + row * group;
    write(LEFT - 10, top + (SIDES.length * BAR) / 2 + 4, operation, { anchor: "end" });
    SIDES.forEach(([side], index) => {
      const { median, low, high } = microseconds[side];
      const middle = top + index * BAR + BAR / 2;
      parts.push(
        `<rect x="${LEFT}" y="${at(top + index * BAR)}" width="${at(x(median) - LEFT)}" height="${BAR - 1}" fill="${bars[index]}"/>`,
      );
      parts.push(`<path d="M${at(x(low))} ${at(middle)}H${at(x(high))}" stroke="${text}" stroke-width="1.5"/>`);
      write(x(Math.max(median, high)) + 5, middle + 3.5, median.toFixed(0), { fill: muted, size: 9.5 });
    });
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ` +
    `font-family="system-ui,sans-serif" role="img"><title>Time of one v3 call by side</title>\n` +
    `<rect width="${WIDTH}" height="${height}" rx="8" fill="${back}"/>\n${parts.join("\n")}\n</svg>\n`
  );
}
