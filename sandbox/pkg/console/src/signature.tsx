/** A wrong signature: what was to be signed beside what was, part by part, with the bytes where they part. */
import type { SandboxCall } from "./views";
import { useWords } from "./words";

const PARTS = ["secret", "path", "payload", "nonce"] as const;
/** So many bytes are shown from where two texts part. */
const BYTES = 16;

export function Signature({ call: { signature } }: { call: SandboxCall }) {
  const { words } = useWords();
  const text = words.signature;
  if (!signature) return null;
  const { over, signed } = signature;
  const rows = PARTS.map((part) => ({ name: text.parts[part], wanted: over[part], given: signed?.[part] }));
  rows.push({ name: "X-LINE-Authorization", wanted: signature.expected, given: signature.received });
  return (
    <section class="wide-table" aria-label={text.title} tabIndex={0}>
      <table class="signature">
        <caption>{text.title}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{text.wanted}</th>
            <th scope="col">{text.given}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, wanted, given }) => (
            <tr key={name} class={given === undefined || given === wanted ? "" : "differs"}>
              <th scope="row">{name}</th>
              <Side text={wanted} other={given} />
              {given === undefined ? <td class="nothing">{text.unknown}</td> : <Side text={given} other={wanted} />}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** One of two texts: what they have in common, then the rest, and its first bytes. */
function Side({ text, other }: { text: string; other: string | undefined }) {
  const { words } = useWords();
  if (text === "") return <td class="nothing">{words.signature.empty}</td>;
  if (other === undefined || other === text) {
    return (
      <td>
        <code>{text}</code>
      </td>
    );
  }
  let common = 0;
  while (common < text.length && text.charCodeAt(common) === other.charCodeAt(common)) common++;
  const bytes = [...new TextEncoder().encode(text.slice(common))];
  const hex = bytes.slice(0, BYTES).map((byte) => byte.toString(16).padStart(2, "0"));
  return (
    <td>
      <code>
        {text.slice(0, common)}
        <mark>{text.slice(common)}</mark>
      </code>
      <small>
        {words.signature.from(common)} {hex.length > 0 ? `${hex.join(" ")}${bytes.length > BYTES ? " …" : ""}` : words.signature.end}
      </small>
    </td>
  );
}
