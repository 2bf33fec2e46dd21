/** The deck's sandbox flow: choose a payment method, confirm; or cancel. In a small window, or as the LINE app that the app link opens. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Language, methodName, moneyText } from "../../look/language";
import { endText, WayBack } from "./back";
import { Method, type Part } from "./method";
import { type Act, type Answer, act, ask, languageOf, mount, type Offer, type Payment } from "./payment";
import "../../look/base.css";
import "./style.css";
import { addressText, Shipping } from "./shipping";
import { Summary } from "./summary";
import { speak, type Words } from "./words";

const reserveId = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? "");
/** Whether this is the app rather than the window that the waiting page opened. */
const isApp = location.pathname.slice(mount().length).startsWith("/web/payment/app/");
const closesAfter = 900;

type Decision = "approve" | "cancel" | "decline";
type Step = "shipping" | "method" | "confirm";

function Simulator() {
  const [answer, setAnswer] = useState<Answer>();
  const [offer, setOffer] = useState<Offer>();
  const [parts, setParts] = useState<Part[]>();
  const [refusal, setRefusal] = useState("");
  const [working, setWorking] = useState(false);
  const [failed, setFailed] = useState(false);
  const [ended, setEnded] = useState<Decision>();
  const heading = useRef<HTMLHeadingElement>(null);

  const payment = typeof answer === "object" ? answer : undefined;
  const language = languageOf(payment?.langCd);
  const words = speak(language);
  const step: Step = payment?.asksFee && !offer ? "shipping" : parts ? "confirm" : "method";
  const open = payment !== undefined && !ended && payment.state === "RESERVED";

  useEffect(() => {
    // Which browser this is counts only where it may go on from here.
    const look = async () => {
      const first = await ask(reserveId);
      setAnswer(isApp && typeof first === "object" && first.state !== "RESERVED" ? await ask(reserveId, true) : first);
    };
    void look();
  }, []);
  useEffect(() => {
    heading.current?.focus();
  }, [step, ended]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = isApp ? words.appTitle : words.simulatorTitle;
  }, [language]);

  const run = async (payment: Payment, deed: Act) => {
    if (working) return;
    setWorking(true);
    setFailed(false);
    const result = await act(payment, deed);
    const there = isApp && deed.action === "approve" && typeof result === "object" ? await ask(reserveId, true) : result;
    setWorking(false);
    if (typeof result === "string" || typeof there === "string") return setFailed(true);
    setAnswer(there);
    if (deed.action === "inquire") return;
    if (result.error) return setFailed(true);
    setEnded(deed.action);
    if (!isApp) setTimeout(() => window.close(), closesAfter);
  };
  const approve = (payment: Payment, paid: Part[]) => {
    const [only] = paid;
    void run(payment, {
      action: "approve",
      ...(paid.length === 1 && only ? { method: only.method } : { methods: paid }),
      ...(offer ? { shipping: { methodId: offer.id, feeAmount: offer.amount } } : {}),
      ...(refusal ? { refusal } : {}),
    });
  };

  const total = offer?.total ?? payment?.amount ?? 0;
  return (
    <article class="payment small">
      <p class="simulated">{words.simulator}</p>
      {isApp ? <p class="app">{words.appTitle}</p> : null}
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
      {typeof answer === "string" ? <WayBack payment={undefined} words={words} /> : null}
      {payment ? <Summary payment={payment} total={total} words={words} language={language} /> : null}
      {payment && !open ? <End payment={payment} ended={ended} refusal={refusal} words={words} heading={heading} /> : null}
      {payment && open ? (
        <>
          <h1 ref={heading} tabIndex={-1}>
            {step === "shipping" ? words.stepShipping : step === "method" ? words.stepMethod : words.stepConfirm}
          </h1>
          {payment.shipping?.address && step !== "shipping" ? (
            <p>
              <small>{words.shipTo}</small> {addressText(payment.shipping.address)}
            </p>
          ) : null}
          {step === "shipping" ? (
            <Shipping
              payment={payment}
              words={words}
              language={language}
              working={working}
              inquire={(address) => void run(payment, { action: "inquire", address })}
              choose={setOffer}
            />
          ) : null}
          {step === "method" ? <Method payment={payment} total={total} words={words} language={language} choose={setParts} /> : null}
          {step === "confirm" && parts ? (
            <>
              <Paid parts={parts} currency={payment.currency} words={words} language={language} />
              <Outcome payment={payment} refusal={refusal} choose={setRefusal} words={words} />
              <button type="button" aria-busy={working} disabled={working} onClick={() => approve(payment, parts)}>
                {words.confirm(moneyText(total, payment.currency, language))}
              </button>
              <button type="button" class="outline" disabled={working} onClick={() => setParts(undefined)}>
                {words.back}
              </button>
            </>
          ) : null}
          {failed ? <p role="alert">{words.failed}</p> : null}
          <button type="button" class="outline secondary" disabled={working} onClick={() => void run(payment, { action: "cancel" })}>
            {words.cancel}
          </button>
          {step === "confirm" ? (
            <button type="button" class="outline secondary" disabled={working} onClick={() => void run(payment, { action: "decline" })}>
              {words.decline}
            </button>
          ) : null}
        </>
      ) : null}
    </article>
  );
}

interface Spoken {
  words: Words;
  language: Language;
}

function Paid({ parts, currency, words, language }: Spoken & { parts: Part[]; currency: string }) {
  const sum = (part: Part) => (parts.length > 1 ? ` ${moneyText(part.amount, currency, language)}` : "");
  return (
    <p>
      <small>{words.method}</small> {parts.map((part) => `${methodName(part.method, language)}${sum(part)}`).join(" + ")}
    </p>
  );
}

interface OutcomeProps {
  payment: Payment;
  refusal: string;
  choose: (refusal: string) => void;
  words: Words;
}

/** The card may have expired, the member be suspended: the shop learns it from confirm. */
function Outcome({ payment, refusal, choose, words }: OutcomeProps) {
  return (
    <label>
      {words.outcome}
      <select value={refusal} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{words.success}</option>
        {payment.refusals.map((code) => (
          <option key={code} value={code}>
            {words.refusals[code] ? `${code}: ${words.refusals[code]}` : code}
          </option>
        ))}
      </select>
    </label>
  );
}

interface EndProps {
  payment: Payment;
  ended: Decision | undefined;
  refusal: string;
  words: Words;
  heading: { current: HTMLHeadingElement | null };
}

/** Where no script opened this window, it cannot close itself: the way back is a link. */
function End({ payment, ended, refusal, words, heading }: EndProps) {
  const closing = { approve: words.approved, cancel: words.cancelled, decline: words.declined };
  const inApp = { approve: words.approvedApp, cancel: words.cancelledApp, decline: words.declinedApp };
  const said = ended ? (isApp ? inApp : closing)[ended] : words.over;
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {ended === "approve" && refusal ? words.approvedRefused(refusal) : said}
      </h1>
      {isApp && !payment.redirectUrl ? <p>{endText(payment, words)}</p> : null}
      {isApp ? <WayBack payment={payment} words={words} /> : null}
      {!isApp && window.opener ? (
        <button type="button" onClick={() => window.close()}>
          {words.close}
        </button>
      ) : null}
      {isApp || window.opener ? null : (
        <a href={`${mount()}/web/payment/wait?transactionReserveId=${encodeURIComponent(reserveId)}`}>{words.waitPage}</a>
      )}
    </>
  );
}

const page = document.getElementById("page");
if (page) render(<Simulator />, page);
