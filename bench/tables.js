// How figures are written in the documents.

export const table = (head, rows) =>
  [head, head.map((_, column) => (column === 0 ? "---" : "--:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

export const met = (good) => (good ? "met" : "**missed**");

/** A median, with the middle half of the rounds. */
export const range = ({ median, low, high }, digits = 1) => `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
