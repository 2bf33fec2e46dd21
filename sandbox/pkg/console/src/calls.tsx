/** Calls of the API, each to open: what was asked, what was answered, and why. */
import { codeOf, kindOf, wordOf } from "./answer";
import { curlOf } from "./har";
import { Copy } from "./parts";
import { mount } from "./session";
import { Signature } from "./signature";
import type { SandboxCall } from "./views";
import { timeText, useWords } from "./words";

/** JSON with its lines; any other text as it is. Ids keep their digits: what is inside is never read as a number. */
export function pretty(text: string): string {
  let depth = 0;
  let inText = false;
  let written = "";
  if (!/^[[{]/.test(text) || text.endsWith("…")) return text;
  const line = () => `\n${"  ".repeat(Math.max(depth, 0))}`;
  for (let index = 0; index < text.length; index++) {
    const letter = text.charAt(index);
    if (inText) {
      written += letter;
      if (letter === "\\") written += text.charAt(++index);
      else if (letter === '"') inText = false;
      continue;
    }
    if (/\s/.test(letter)) continue;
    if (letter === '"') inText = true;
    if (letter === "{" || letter === "[") {
      const empty = /^\s*[}\]]/.exec(text.slice(index + 1));
      if (empty) {
        written += letter + empty[0].trim();
        index += empty[0].length;
        continue;
      }
      depth++;
      written += letter + line();
    } else if (letter === "}" || letter === "]") {
      depth--;
      written += line() + letter;
    } else if (letter === ",") written += letter + line();
    else if (letter === ":") written += ": ";
    else written += letter;
  }
  return written;
}

export function Calls({ calls }: { calls: SandboxCall[] }) {
  return (
    <ol class="calls">
      {calls.map((call) => (
        <li key={call.number}>
          <Call call={call} />
        </li>
      ))}
    </ol>
  );
}

export function Call({ call }: { call: SandboxCall }) {
  const { words, language } = useWords();
  const [code, kind] = [codeOf(call), kindOf(call)];
  const word = wordOf(kind, code, words);
  return (
    <details class="call">
      <summary>
        <span class="number">{call.number}</span>
        <span class="name">
          <strong>{call.operation ?? call.path}</strong>
          <small>
            {timeText(call.at, language, true)}
            {call.milliseconds === null ? "" : ` · ${call.milliseconds.toLocaleString(language)} ms`}
          </small>
        </span>
        {call.fault ? <span class="badge fault">{call.fault}</span> : null}
        <span class={`badge ${kind}`}>
          {code}
          {word ? ` ${word}` : ""}
        </span>
      </summary>
      <Inside call={call} />
    </details>
  );
}

function Inside({ call }: { call: SandboxCall }) {
  const { words } = useWords();
  const text = words.call;
  const what = `${words.inspector.curl}: ${call.number}`;
  return (
    <div class="inside">
      <p>
        <small>
          {text.from} {call.peer || text.byHand}
          {call.waitSeconds === null ? "" : ` · ${text.fault}: ${call.waitSeconds} s`}
        </small>
        <Copy text={curlOf(call, `${location.origin}${mount()}`)} what={what} label={words.inspector.curl} />
      </p>
      {call.note ? (
        <p>
          <small>{text.why}</small>
          {call.note}
        </p>
      ) : null}
      <Signature call={call} />
      {call.notes.length > 0 ? (
        <>
          <small>{text.notes}</small>
          <ul>
            {call.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      ) : null}
      <h3>{text.request}</h3>
      <pre tabIndex={0}>{`${call.method} ${call.path}${call.query ? `?${call.query}` : ""}`}</pre>
      {call.headers.length > 0 ? (
        <details>
          <summary>{text.headers}</summary>
          <pre tabIndex={0}>{call.headers.map(([name, value]) => `${name}: ${value}`).join("\n")}</pre>
        </details>
      ) : null}
      {call.requestBody ? <pre tabIndex={0}>{pretty(call.requestBody)}</pre> : null}
      <h3>{text.answer}</h3>
      <pre tabIndex={0}>{call.replyBody === "" ? text.empty : pretty(call.replyBody)}</pre>
    </div>
  );
}
