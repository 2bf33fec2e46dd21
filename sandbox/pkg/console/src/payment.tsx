/** One payment: its life, and beside it the calls that were about it. */
import type { ComponentChildren } from "preact";
import { methodName, moneyText } from "../../look/language";
import { Acts } from "./acts";
import { useAsked } from "./api";
import { Calls } from "./calls";
import { Diagram } from "./diagram";
import { Badge, Copy } from "./parts";
import { addressOf, mount } from "./session";
import type { Life } from "./views";
import { timeText, useWords } from "./words";

export function Payment({ id }: { id: string }) {
  const { words } = useWords();
  const asked = useAsked<Life>(`console/transactions/${encodeURIComponent(id)}`);
  const life = asked.data;
  return (
    <>
      <p>
        <a href={addressOf("transactions")}>← {words.back}</a>
      </p>
      {life === undefined && asked.problem?.status === 404 ? <h1>{words.payment.gone}</h1> : null}
      {life === undefined && asked.problem === undefined ? <h1 aria-busy="true">{words.loading}</h1> : null}
      {life ? <Whole life={life} again={asked.again} /> : null}
    </>
  );
}

function Whole({ life, again }: { life: Life; again: () => void }) {
  const { words } = useWords();
  return (
    <>
      <div class="title">
        <h1>{words.payment.title(life.payment.orderId)}</h1>
        <Badge state={life.payment.state} />
      </div>
      <Acts payment={life.payment} again={again} />
      <div class="beside">
        <section aria-labelledby="life">
          <h2 id="life">{words.payment.life}</h2>
          <Steps life={life} />
          <Facts life={life} />
        </section>
        <section aria-labelledby="calls">
          <h2 id="calls">{words.payment.calls}</h2>
          {life.calls.length === 0 ? <p class="nothing">{words.payment.noCalls}</p> : <Calls calls={life.calls} />}
        </section>
      </div>
      <Diagram life={life} />
    </>
  );
}

function Steps({ life }: { life: Life }) {
  const { words, language } = useWords();
  const { currency } = life.payment;
  return (
    <ol class="life">
      {life.life.map((step) => (
        <li key={`${step.what}${step.id ?? ""}`} class={`${step.what}${step.ahead ? " ahead" : ""}`}>
          <strong>{words.payment.steps[step.what]}</strong>
          {step.amount === undefined ? null : <span class="sum">{moneyText(step.amount, currency, language)}</span>}
          <small>
            <time dateTime={step.at}>{timeText(step.at, language, true)}</time>
            {step.ahead ? ` · ${words.payment.ahead}` : ""}
          </small>
          {step.id ? (
            <small>
              {words.payment.refundId} <code>{step.id}</code>
            </small>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function Facts({ life }: { life: Life }) {
  const { words, language } = useWords();
  const { payment } = life;
  const text = words.payment;
  const money = (amount: number) => moneyText(amount, payment.currency, language);
  const facts: [string, ComponentChildren][] = [
    [
      text.transaction,
      <>
        <code>{payment.transactionId}</code> <Copy text={payment.transactionId} what={text.transaction} />
      </>,
    ],
    [text.product, payment.productName],
    [text.amount, money(payment.amount)],
  ];
  if (payment.captured > 0) facts.push([text.captured, money(payment.captured)]);
  if (payment.refunded) facts.push([text.refundedSum, money(payment.refunded)]);
  if (life.shares.length > 0) {
    const shares = life.shares.map(({ method, amount }) => `${methodName(method, language)} ${money(amount)}`);
    facts.push([text.method, shares.join(" + ")]);
  }
  facts.push([text.version, payment.version]);
  if (life.payType === "PREAPPROVED") facts.push([text.payType, life.payType]);
  if (!life.capture) facts.push([text.payType, text.separate]);
  if (life.regKey) facts.push([text.regKey, <code key="key">{life.regKey}</code>]);
  if (life.branchName) facts.push([text.branch, life.branchName]);
  if (life.confirmUrl) facts.push([text.confirmUrl, <code key="confirm">{life.confirmUrl}</code>]);
  if (life.cancelUrl) facts.push([text.cancelUrl, <code key="cancel">{life.cancelUrl}</code>]);
  if (life.reserveId && payment.state === "RESERVED") {
    const page = `${mount()}/web/payment/wait?transactionReserveId=${encodeURIComponent(life.reserveId)}`;
    facts.push([
      text.buyerPage,
      <a key="page" href={page} target="_blank" rel="noreferrer">
        {text.buyerPage}
      </a>,
    ]);
  }
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
