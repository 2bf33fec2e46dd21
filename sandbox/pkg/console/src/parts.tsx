/** Small things that several pages have. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { SandboxState } from "./views";
import { useWords } from "./words";

export function Badge({ state }: { state: SandboxState }) {
  const { words } = useWords();
  return <span class={`badge ${state.toLowerCase()}`}>{words.states[state] ?? state}</span>;
}

/** Copies a text; says so for a moment. */
export function Copy({ text, what }: { text: string; what: string }) {
  const { words } = useWords();
  const [done, setDone] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setDone(false), 1500);
  };
  return (
    <>
      <button type="button" class="outline small" aria-label={`${words.copy}: ${what}`} onClick={() => void copy().catch(() => {})}>
        {done ? words.copied : words.copy}
      </button>
      <span role="status" class="unseen">
        {done ? words.copied : ""}
      </span>
    </>
  );
}
