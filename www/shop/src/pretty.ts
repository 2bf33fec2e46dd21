/** Indents JSON text without parsing it: a 19-digit id would lose digits in a number. */
export function pretty(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  let out = "";
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const letter = text.charAt(index);
    if (quoted) {
      out += letter;
      if (letter === "\\") out += text.charAt(++index);
      else if (letter === '"') quoted = false;
    } else if (letter === '"') {
      quoted = true;
      out += letter;
    } else if (letter === "{" || letter === "[") {
      depth += 1;
      out += `${letter}\n${"  ".repeat(depth)}`;
    } else if (letter === "}" || letter === "]") {
      depth = Math.max(0, depth - 1);
      out = `${out.trimEnd()}\n${"  ".repeat(depth)}${letter}`;
    } else if (letter === ",") {
      out += `,\n${"  ".repeat(depth)}`;
    } else if (letter === ":") {
      out += ": ";
    } else if (letter.trim()) {
      out += letter;
    }
  }
  return out.replace(/([[{])\s+([\]}])/g, "$1$2");
}
