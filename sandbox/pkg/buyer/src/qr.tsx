import { generate } from "lean-qr/nano";

/** So many light squares belong around it. */
const QUIET = 4;

/** A QR code: dark on light in both themes, for that is what scanners read. */
export function Qr({ text, label }: { text: string; label: string }) {
  const code = generate(text);
  const wide = code.size + 2 * QUIET;
  const places = Array.from({ length: code.size }, (_, place) => place);
  const dark = places.flatMap((y) => places.filter((x) => code.get(x, y)).map((x) => `M${x + QUIET} ${y + QUIET}h1v1h-1z`));
  return (
    <svg class="qr" viewBox={`0 0 ${wide} ${wide}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={wide} height={wide} fill="#fff" />
      <path d={dark.join("")} fill="#000" />
    </svg>
  );
}
