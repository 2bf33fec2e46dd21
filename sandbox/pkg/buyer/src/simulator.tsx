/** The deck's sandbox flow in a small window: choose a payment method, confirm; or cancel. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Language, methodName, moneyText } from "../../look/language";
import { act, type Answer, ask, languageOf, mount, type Payment } from "./payment";
import "../../look/base.css";
import "./style.css";
import { Summary } from "./summary";
import { speak, type Words } from "./words";

const reserveId = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? "");
const closesAfter = 900;

type Action = "approve" | "cancel" | "decline";
const done: Record<Action, "approved" | "cancelled" | "declined"> = {
  approve: "approved",
  cancel: "cancelled",
  decline: "declined",
};

function Simulator() {
  const [answer, setAnswer] = useState<Answer>();
  const [step, setStep] = useState<"method" | "confirm">("method");
  const [method, setMethod] = useState("");
  const [working, setWorking] = useState(false);
  const [failed, setFailed] = useState(false);
  const [ended, setEnded] = useState<Action>();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    void ask(reserveId).then(setAnswer);
  }, []);
  useEffect(() => {
    heading.current?.focus();
  }, [step, ended]);

  const payment = typeof answer === "object" ? answer : undefined;
  const language = languageOf(payment?.langCd);
  const words = speak(language);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = words.simulatorTitle;
  }, [language]);

  const run = async (action: Action) => {
    if (working) return;
    setWorking(true);
    setFailed(false);
    const result = await act(action === "approve" ? { action, method: chosen } : { action });
    setWorking(false);
    if (typeof result === "string") return setFailed(true);
    setAnswer(result);
    if (result.error) return setFailed(true);
    setEnded(action);
    setTimeout(() => window.close(), closesAfter);
  };

  const chosen = method || payment?.methods[0] || "";
  return (
    <article class="payment small">
      <p class="simulated">{words.simulator}</p>
      {answer === undefined ? <p aria-busy="true" /> : null}
      {payment ? null : <h1>{answer === "unknown" ? words.titleUnknown : words.simulatorTitle}</h1>}
      {answer === "unknown" ? <p role="alert">{words.unknown}</p> : null}
      {answer === "no-answer" ? (
        <>
          <p role="alert">{words.noAnswerNow}</p>
          <button type="button" onClick={() => location.reload()}>
            {words.again}
          </button>
        </>
      ) : null}
      {payment ? <Summary payment={payment} words={words} language={language} /> : null}
      {payment && (ended || payment.state !== "RESERVED") ? (
        <End text={ended ? words[done[ended]] : words.over} words={words} heading={heading} />
      ) : null}
      {payment && !ended && payment.state === "RESERVED" ? (
        <>
          <h1 ref={heading} tabIndex={-1}>
            {step === "method" ? words.stepMethod : words.stepConfirm}
          </h1>
          {step === "method" ? (
            <Method
              payment={payment}
              chosen={chosen}
              words={words}
              language={language}
              choose={setMethod}
              next={() => setStep("confirm")}
            />
          ) : (
            <>
              <p>
                <small>{words.method}</small> {methodName(chosen, language)}
              </p>
              <button type="button" aria-busy={working} disabled={working} onClick={() => run("approve")}>
                {words.confirm(moneyText(payment.amount, payment.currency, language))}
              </button>
              <button type="button" class="outline" disabled={working} onClick={() => setStep("method")}>
                {words.back}
              </button>
            </>
          )}
          {failed ? <p role="alert">{words.failed}</p> : null}
          <button type="button" class="outline secondary" disabled={working} onClick={() => run("cancel")}>
            {words.cancel}
          </button>
          {step === "confirm" ? (
            <button type="button" class="outline secondary" disabled={working} onClick={() => run("decline")}>
              {words.decline}
            </button>
          ) : null}
        </>
      ) : null}
    </article>
  );
}

interface MethodProps {
  payment: Payment;
  chosen: string;
  words: Words;
  language: Language;
  choose: (method: string) => void;
  next: () => void;
}

function Method({ payment, chosen, words, language, choose, next }: MethodProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        next();
      }}
    >
      <fieldset>
        <legend>{words.choose}</legend>
        {payment.methods.map((method) => (
          <label key={method}>
            <input type="radio" name="method" value={method} checked={method === chosen} onChange={() => choose(method)} />
            {methodName(method, language)}
          </label>
        ))}
      </fieldset>
      <button type="submit">{words.next}</button>
    </form>
  );
}

/** Where no script opened this window, it cannot close itself: the way back is a link. */
function End({ text, words, heading }: { text: string; words: Words; heading: { current: HTMLHeadingElement | null } }) {
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {text}
      </h1>
      {window.opener ? (
        <button type="button" onClick={() => window.close()}>
          {words.close}
        </button>
      ) : (
        <a href={`${mount()}/web/payment/wait?transactionReserveId=${encodeURIComponent(reserveId)}`}>{words.waitPage}</a>
      )}
    </>
  );
}

const page = document.getElementById("page");
if (page) render(<Simulator />, page);
