/** Which of the known names a mistyped one was probably meant to be. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const limit = Math.min(Math.max(Math.floor(name.length / 3), 1), 3);
  const [best] = known.map((meant) => ({ meant, far: distance(name, meant) })).sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= limit ? best.meant : undefined;
}

/** How many letters have to be changed, put in or left out, case ignored. */
function distance(a: string, b: string): number {
  const [from, to] = [a.toLowerCase().slice(0, 40), b.toLowerCase()];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
