/** What a reply is, what is wrong with it, and what may be done now. */
import type { ErrorReport } from "linepay-edge/validate";
import { type Language, moneyText } from "../../../language";
import { masked, rowsOf } from "./fields";
import type { Exchange } from "./har";
import { type Known, stateOf, together } from "./payment";
import { routeOf, type Validator } from "./validator";
import { judge, type Verdict } from "./verdict";
import type { ValidateWords } from "./words";

interface Props {
  validator: Validator;
  subject: Exchange;
  calls: readonly Exchange[];
  now: number;
  language: Language;
  words: ValidateWords;
}

export function Sheet({ validator, subject, calls, now, language, words }: Props) {
  const verdict = judge(validator, subject);
  if (verdict.kind === "unclear") {
    return (
      <div class="notice bad">
        <p>{words.badExpected}</p>
        <ul>
          {verdict.issues.map(({ path, message, messageZhTw }) => (
            <li key={path}>
              <code>{path.replace(/^(expected|options)\./, "")}</code> {language === "en" ? message : messageZhTw}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  const related = calls.includes(subject) ? together(calls, subject) : [subject];
  // A reply that does not fit says nothing of this payment.
  const fits = verdict.kind !== "bad";
  return (
    <>
      <Headline verdict={verdict} subject={subject} words={words} />
      {verdict.ok ? null : <Trouble error={verdict.error} subject={subject} validator={validator} language={language} words={words} />}
      {fits ? <State known={stateOf(validator, related, now)} language={language} words={words} /> : <p class="quiet">{words.foreign}</p>}
      {verdict.ok ? <Fields reply={verdict.reply} words={words} /> : null}
    </>
  );
}

function Headline({
  verdict,
  subject,
  words,
}: {
  verdict: Exclude<Verdict, { kind: "unclear" }>;
  subject: Exchange;
  words: ValidateWords;
}) {
  return (
    <div class={`notice verdict ${verdict.kind === "refused" ? "bad" : verdict.kind}`}>
      <h2>{words[verdict.kind]}</h2>
      <p>
        <code>
          {subject.version} {subject.operation}
        </code>
        {verdict.ok ? null : (
          <>
            {" "}
            · <code>{verdict.error.code}</code>
          </>
        )}
      </p>
    </div>
  );
}

function Trouble({ error, subject, validator, language, words }: Omit<Props, "calls" | "now"> & { error: ErrorReport }) {
  const said = error.returnCode;
  const explained = said ? validator.explain(said, subject.operation, language === "en" ? "en" : "zh-TW") : undefined;
  const colon = language === "en" ? ": " : "：";
  const asks = routeOf(validator, subject).startsWith("GET");
  return (
    <article class="panel">
      <p>{words.problems[error.code] ?? error.message}</p>
      <dl class="facts">
        {said ? (
          <>
            <dt>{words.returnCode}</dt>
            <dd>
              <strong>{said}</strong> {explained?.meaning ?? words.unknownCode}
            </dd>
          </>
        ) : null}
        {error.returnMessage ? (
          <>
            <dt>{words.ofLinePay}</dt>
            <dd>{error.returnMessage}</dd>
          </>
        ) : null}
        {error.mismatch ? (
          <>
            <dt>
              <code>{error.mismatch.field}</code>
            </dt>
            <dd>
              {words.askedFor}
              {colon}
              <code>{error.mismatch.asked}</code>
              <br />
              {words.got}
              {colon}
              <code>{error.mismatch.got}</code>
            </dd>
          </>
        ) : null}
        {explained ? (
          <>
            <dt>{words.actor}</dt>
            <dd>{words.actors[explained.actor]}</dd>
          </>
        ) : null}
        <dt>{words.outcome}</dt>
        <dd>{asks ? words.asks : words.outcomes[error.outcome]}</dd>
        <dt>{words.retry}</dt>
        <dd>{words.retries[error.retry]}</dd>
      </dl>
    </article>
  );
}

function State({ known, language, words }: { known: Known | undefined; language: Language; words: ValidateWords }) {
  if (known === undefined) return <p class="quiet">{words.noState}</p>;
  const { payment, steps, calls } = known;
  const lapsed = payment.state === "authorized" && !steps.includes("capture");
  const sum = (amount: number) => (payment.currency ? moneyText(amount, payment.currency, language) : String(amount));
  const facts: [string, string][] = [];
  if (payment.orderId) facts.push([words.orderId, payment.orderId]);
  if (payment.transactionId) facts.push([words.transactionId, payment.transactionId]);
  if (payment.amount !== undefined) facts.push([words.authorised, sum(payment.amount)]);
  if (payment.captured) facts.push([words.captured, sum(payment.captured)]);
  if (payment.refunded) facts.push([words.refunded, sum(payment.refunded)]);
  if (payment.captured) facts.push([words.refundable, sum(payment.refundable)]);
  if (payment.authorizationExpireDate) facts.push([words.expires, payment.authorizationExpireDate]);
  if (payment.regKey) facts.push([words.regKey, masked(payment.regKey) + (payment.regKeyUsable === false ? ` (${words.ended})` : "")]);
  return (
    <article class="panel">
      <h2>
        {words.state}: {words.states[lapsed ? "lapsed" : payment.state]}
      </h2>
      <p class="quiet">{words.stateOf(calls)}</p>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
        <dt>{words.steps}</dt>
        <dd class="steps">
          {steps.length === 0
            ? words.noSteps
            : steps.map((step) => (
                <span class="badge" key={step}>
                  {words.stepNames[step]}
                </span>
              ))}
        </dd>
      </dl>
    </article>
  );
}

function Fields({ reply, words }: { reply: object; words: ValidateWords }) {
  const rows = rowsOf(reply);
  return (
    <article class="panel">
      <h2>{words.fields}</h2>
      {rows.length === 0 ? <p class="quiet">{words.noFields}</p> : null}
      <dl class="facts">
        {rows.map(([path, value]) => (
          <>
            <dt>
              <code>{path}</code>
            </dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </article>
  );
}
