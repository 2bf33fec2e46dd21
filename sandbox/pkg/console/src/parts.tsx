/** Small things that several pages have. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { SandboxState } from "./views";
import { useWords } from "./words";

export function Badge({ state }: { state: SandboxState }) {
  const { words } = useWords();
  return <span class={`badge ${state.toLowerCase()}`}>{words.states[state] ?? state}</span>;
}

/** Copies a text, or one that is asked for first; says so for a moment. */
export function Copy({ text, what, label }: { text: string | (() => Promise<string>); what: string; label?: string }) {
  const { words } = useWords();
  const [done, setDone] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === "string" ? text : await text());
    setDone(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setDone(false), 1500);
  };
  return (
    <>
      <button
        type="button"
        class="outline small"
        aria-label={label && !done ? what : `${done ? words.copied : words.copy}: ${what}`}
        onClick={() => void copy().catch(() => {})}
      >
        {done ? words.copied : (label ?? words.copy)}
      </button>
      <span role="status" class="unseen">
        {done ? words.copied : ""}
      </span>
    </>
  );
}

/** Gives the reader a file. */
export function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
