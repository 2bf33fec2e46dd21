/** The sequence diagram: an ordered list whose rows are arrows between three lifelines, so it reads as text too. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type NumberedStep, numbered, type TraceView } from "../../workers/shop/trace";
import "./diagram.css";
import type { Speech } from "./language";
import { pretty } from "./pretty";
import { meanings } from "./meanings";

interface DiagramProps {
  view: TraceView | undefined;
  speech: Speech;
  /** Keep the newest step in sight while the page is at its end. */
  follow?: boolean;
}

export function Diagram({ view, speech, follow = false }: DiagramProps) {
  const { words } = speech;
  const end = useRef<HTMLParagraphElement>(null);
  const count = view?.steps.length ?? 0;
  useEffect(() => {
    const below = document.documentElement.scrollHeight - scrollY - innerHeight;
    if (follow && view?.open && below < 300) end.current?.scrollIntoView({ block: "end" });
  }, [count]);
  const [asText, setAsText] = useState(false);
  const steps = numbered(view?.steps ?? []);
  const newest = steps.at(-1);
  if (!view || steps.length === 0) return <p class="quiet">{words.flowEmpty}</p>;
  return (
    <>
      <p class="flow-state">
        <span>{words.flowOrder(view.order?.orderId ?? "")}</span>
        {view.version ? <span class="badge">{words.api(view.version)}</span> : null}
        <span class={view.open ? "badge live" : "badge"}>{view.open ? words.flowLive : words.flowDone}</span>
        <label>
          {/* biome-ignore lint/a11y/useAriaPropsForRole: a checkbox tells its state itself */}
          <input type="checkbox" role="switch" checked={asText} onChange={() => setAsText(!asText)} />
          {words.asText}
        </label>
      </p>
      <p class="unseen" aria-live="polite">
        {newest ? describe(newest.step, newest.number, speech) : ""}
      </p>
      {asText ? (
        <ol class="flow-text">
          {steps.map(({ step, number }) => (
            <li key={step.sequence} {...(number === undefined ? {} : { value: number })} class={number ? step.mood : `note ${step.mood}`}>
              {describe(step, undefined, speech)}
            </li>
          ))}
        </ol>
      ) : (
        <div class="flow">
          <div class="flow-heads" aria-hidden="true">
            <span>{words.browser}</span>
            <span>{words.merchant}</span>
            <span>{words.linepay}</span>
          </div>
          <ol>
            {steps.map(({ step, number }) => (
              <li key={step.sequence}>
                <Row step={step} number={number} speech={speech} />
              </li>
            ))}
          </ol>
        </div>
      )}
      <p class="quiet" ref={end}>
        {words.masked}
      </p>
    </>
  );
}

function Row({ step, number, speech }: { step: NumberedStep; number: number | undefined; speech: Speech }) {
  const { words } = speech;
  const details = [step.url, step.body].filter(Boolean);
  const classes = ["step", step.kind, step.mood, `${step.from}-${step.to}`, step.inferred ? "inferred" : ""].join(" ");
  const head = (
    <>
      <span class="unseen">{number ? `${words.step(number, words[step.from], words[step.to])}. ` : ""}</span>
      <span class="label">
        {number ? (
          <span class="number" aria-hidden="true">
            {number}
          </span>
        ) : null}
        <span class="meaning">{meaningOf(step, speech)}</span> <code>{step.label}</code>
      </span>
      <span class="arrow" aria-hidden="true" />
    </>
  );
  if (details.length === 0 && !step.inferred && step.milliseconds === undefined) {
    return <div class={classes}>{head}</div>;
  }
  return (
    <details class={classes}>
      <summary>{head}</summary>
      <div class="inside">
        {step.inferred ? <p>{words.inferred}</p> : null}
        {step.url ? <p class="address">{step.url}</p> : null}
        {step.body ? <pre tabIndex={0}>{pretty(step.body)}</pre> : null}
        {step.milliseconds === undefined ? null : <p>{words.took(step.milliseconds)}</p>}
      </div>
    </details>
  );
}

function describe(step: NumberedStep, number: number | undefined, speech: Speech): string {
  const { words } = speech;
  if (step.kind === "note") return `${meaningOf(step, speech)} (${step.label})`;
  const where = number ? words.step(number, words[step.from], words[step.to]) : `${words[step.from]} → ${words[step.to]}`;
  return `${where}. ${meaningOf(step, speech)} (${step.label})${step.inferred ? `, ${words.inferred}` : ""}`;
}

function meaningOf(step: NumberedStep, speech: Speech): string {
  return meanings[speech.language][step.meaning] ?? step.meaning;
}
