/** What staff have to look at, above their orders: in words first, as it was reported below. */
import { timeText } from "../../language";
import type { Speech } from "./language";
import { adviceOf, factsOf, read } from "./problem-facts";

export function Problems({ problems, speech }: { problems: { at: number; text: string }[]; speech: Speech }) {
  const { words } = speech;
  if (problems.length === 0) return null;
  return (
    <section class="problems" aria-labelledby="attention">
      <h2 id="attention">{words.attention}</h2>
      {problems.map((problem, index) => (
        <Problem key={problem.text} {...problem} number={index + 1} speech={speech} />
      ))}
    </section>
  );
}

function Problem({ at, text, number, speech }: { at: number; text: string; number: number; speech: Speech }) {
  const { words, language } = speech;
  const report = read(text);
  const facts = factsOf(report, speech);
  return (
    <div class="notice bad">
      <h3>{words.problems[report.kind ?? ""] ?? report.kind ?? words.attention}</h3>
      {language === "en" && report.message ? <p>{report.message}</p> : null}
      {adviceOf(report, speech).map((advice) => (
        <p key={advice}>
          <strong>{advice}</strong>
        </p>
      ))}
      <p class="quiet">{[timeText(at, language), ...facts.map(([name, value]) => words.fact(name, value))].join(" · ")}</p>
      <details>
        <summary>
          {words.details}
          <span class="unseen"> {number}</span>
        </summary>
        <pre tabIndex={0} lang="en">
          {text}
        </pre>
      </details>
    </div>
  );
}
