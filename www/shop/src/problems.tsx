/** What staff have to look at, above their orders: in words first, as it was reported below. */
import { explain } from "linepay-edge/explain";
import { moneyText, timeText } from "../../language";
import type { Speech } from "./language";

type Operation = Parameters<typeof explain>[1];

/** A problem as the worker wrote it down. What is not in it is not known. */
interface Report {
  kind?: string;
  message?: string;
  operation?: string;
  returnCode?: string;
  asked?: Subject;
  got?: Subject;
}

interface Subject {
  orderId?: string;
  transactionId?: string;
  amount?: number;
  currency?: string;
}

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
  const facts: [string, string][] = [];
  const fact = (name: string, asked: string | undefined, got: string | undefined) => {
    if (asked !== undefined && got !== undefined && asked !== got) facts.push([name, words.differs(asked, got)]);
    else if ((got ?? asked) !== undefined) facts.push([name, got ?? asked ?? ""]);
  };
  const { asked, got, returnCode } = report;
  fact(words.order, asked?.orderId, got?.orderId);
  fact(words.transaction, asked?.transactionId, got?.transactionId);
  fact(words.amount, sumOf(asked, speech), sumOf(got, speech));
  if (returnCode) facts.push([words.code, `${returnCode} ${meaningOf(returnCode, report.operation ?? "confirm", speech) ?? ""}`.trim()]);
  return (
    <div class="notice bad">
      <h3>{words.problems[report.kind ?? ""] ?? report.kind ?? words.attention}</h3>
      {language === "en" && report.message ? <p>{report.message}</p> : null}
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

function read(text: string): Report {
  try {
    return (JSON.parse(text) ?? {}) as Report;
  } catch {
    return { message: text };
  }
}

function sumOf(subject: Subject | undefined, { language }: Speech): string | undefined {
  const { amount, currency } = subject ?? {};
  return amount === undefined || currency === undefined ? undefined : moneyText(amount, currency, language);
}

function meaningOf(code: string, operation: string, { language }: Speech): string | undefined {
  return explain(code, operation as Operation, language === "en" ? "en" : "zh-TW")?.meaning;
}

/** A reason of the worker's, or LINE Pay's refusal in it, in the page's language. */
export function explained(reason: string, operation: Operation, speech: Speech): string {
  if (speech.language === "en") return reason;
  const known = speech.words.reasons[reason];
  if (known) return known;
  for (const [code] of reason.matchAll(/\b\d{4}\b/g)) {
    const meaning = meaningOf(code, operation, speech);
    if (meaning) return `${meaning}（${code}）`;
  }
  return reason;
}
