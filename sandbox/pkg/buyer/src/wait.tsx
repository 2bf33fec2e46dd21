/** The waiting page: polls, opens the pop-up simulator once, and goes back to the shop when it is decided. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Copy, endText, WayBack } from "./back";
import { ask, languageOf, mount, type Payment, safeTarget, timeLeft } from "./payment";
import { Qr } from "./qr";
import "../../look/base.css";
import "./style.css";
import { Summary } from "./summary";
import { speak, type Words } from "./words";

const reserveId = new URLSearchParams(location.search).get("transactionReserveId") ?? "";
const pause = 1500;
/** States in which nothing is decided yet. */
const open = new Set(["RESERVED"]);

function openSimulator(payment: Payment): boolean {
  const target = safeTarget(`${mount()}${payment.simulatorUrl}`);
  if (!target || new URL(target).origin !== location.origin) return false;
  const child = window.open(target, "linepay-simulator", "popup,width=320,height=560");
  child?.focus();
  return child !== null;
}

function WaitPage() {
  const [payment, setPayment] = useState<Payment>();
  const [trouble, setTrouble] = useState<"unknown" | "no-answer">();
  const [blocked, setBlocked] = useState(false);
  const [now, setNow] = useState(Date.now());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let tried = false;
    const poll = async () => {
      const answer = await ask(reserveId, true);
      if (typeof answer === "string") {
        setTrouble(answer);
        if (answer === "no-answer") timer = setTimeout(poll, pause);
        return;
      }
      setTrouble(undefined);
      setPayment(answer);
      const target = safeTarget(answer.redirectUrl);
      if (!open.has(answer.state) && target) {
        location.replace(target);
        return;
      }
      if (open.has(answer.state) && !tried) {
        tried = true;
        setBlocked(!openSimulator(answer));
      }
      if (open.has(answer.state)) timer = setTimeout(poll, pause);
    };
    void poll();
    const clock = setInterval(() => setNow(Date.now()), 1000);
    return () => {
      clearTimeout(timer);
      clearInterval(clock);
    };
  }, []);

  const language = languageOf(payment?.langCd);
  const words = speak(language);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = words.title;
  }, [language]);

  const waiting = payment !== undefined && open.has(payment.state);
  const over = payment !== undefined && !waiting && !safeTarget(payment.redirectUrl);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that was pressed last is gone.
    if (over) heading.current?.focus();
  }, [over]);
  const left = payment ? timeLeft(payment.expiresAt, now) : "";
  return (
    <article class="payment">
      <p class="simulated">{words.simulator}</p>
      <h1 ref={heading} tabIndex={-1}>
        {over ? words.titleEnded : trouble === "unknown" ? words.titleUnknown : words.title}
      </h1>
      {payment ? <Summary payment={payment} words={words} language={language} /> : null}
      <div role="status">
        {trouble === "unknown" ? <p class="bad">{words.unknown}</p> : null}
        {trouble === "no-answer" ? <p class="bad">{words.noAnswer}</p> : null}
        {waiting ? <p aria-busy="true">{words.waiting}</p> : null}
        {waiting && blocked ? <p>{words.blocked}</p> : null}
        {payment && !waiting ? <p>{endText(payment, words)}</p> : null}
      </div>
      {!payment && !trouble ? <p aria-busy="true" /> : null}
      {waiting && left ? (
        <p class="left">
          <span role="timer">{words.left(left)}</span>
        </p>
      ) : null}
      {payment && waiting ? (
        <button type="button" onClick={() => setBlocked(!openSimulator(payment))}>
          {words.open}
        </button>
      ) : null}
      {payment && waiting ? <Elsewhere payment={payment} words={words} /> : null}
      {(payment && !waiting) || trouble === "unknown" ? <WayBack payment={payment} words={words} /> : null}
    </article>
  );
}

/** Addresses that no other device reaches. */
const HERE = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Other ways on: another device, another browser, the LINE app; or none at all. */
function Elsewhere({ payment, words }: { payment: Payment; words: Words }) {
  const app = `${location.origin}${mount()}/web/payment/app/${encodeURIComponent(reserveId)}`;
  const shop = safeTarget(payment.shopUrl);
  return (
    <>
      <details class="elsewhere">
        <summary>{words.elsewhere}</summary>
        <p>
          {words.appPage} <a href={app}>{app}</a>
        </p>
        <Qr text={app} label={words.qr} />
        {HERE.has(location.hostname) ? (
          <p>
            <small>{words.onlyHere}</small>
          </p>
        ) : null}
        <Copy text={app} label={words.copy} words={words} />
        <p>
          {words.appLink} <code>line://pay/payment/{reserveId}</code>
        </p>
      </details>
      {shop ? (
        <p class="aside">
          <a href={shop}>{words.leave}</a>
          <br />
          <small>{words.leaving}</small>
        </p>
      ) : null}
    </>
  );
}

const page = document.getElementById("page");
if (page) render(<WaitPage />, page);
