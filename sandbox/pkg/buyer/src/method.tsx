/** What the buyer pays with: one method, or several together. */
import { useState } from "preact/hooks";
import { type Language, methodName, moneyText } from "../../look/language";
import type { Payment } from "./payment";
import { Consent } from "./terms";
import type { Words } from "./words";

export interface Part {
  method: string;
  amount: number;
}

/** Whose sums are typed in where several pay; the card pays the rest. */
const TYPED = ["DISCOUNT", "POINT", "BALANCE"];
const REST = "CREDIT_CARD";
const SEVERAL = "";

interface Props {
  payment: Payment;
  total: number;
  words: Words;
  language: Language;
  choose: (parts: Part[]) => void;
}

export function Method({ payment, total, words, language, choose }: Props) {
  const [method, setMethod] = useState(payment.methods[0] ?? REST);
  const [sums, setSums] = useState<Record<string, string>>({});
  const [agreed, setAgreed] = useState(false);
  // In hundredths: no sum of these is off by a rounding.
  const parts = TYPED.map((method) => ({ method, amount: Math.round(Number(sums[method] ?? 0) * 100) })).filter(({ amount }) => amount > 0);
  const rest = Math.round(total * 100) - parts.reduce((sum, { amount }) => sum + amount, 0);
  const money = (hundredths: number) => moneyText(hundredths / 100, payment.currency, language);
  const step = payment.currency === "USD" || payment.currency === "THB" ? "0.01" : "1";
  const chosen = (): Part[] => {
    if (method !== SEVERAL) return [{ method, amount: total }];
    const all = rest > 0 ? [...parts, { method: REST, amount: rest }] : parts;
    return all.map(({ method, amount }) => ({ method, amount: amount / 100 }));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (method !== SEVERAL || rest >= 0) choose(chosen());
      }}
    >
      <fieldset>
        <legend>{words.choose}</legend>
        {payment.methods.map((name) => (
          <label key={name}>
            <input type="radio" name="method" value={name} checked={name === method} onChange={() => setMethod(name)} />
            {methodName(name, language)}
          </label>
        ))}
        {total > 0 ? (
          <label>
            <input type="radio" name="method" value="" checked={method === SEVERAL} onChange={() => setMethod(SEVERAL)} />
            {words.several}
          </label>
        ) : null}
      </fieldset>
      {method === SEVERAL ? (
        <fieldset>
          {TYPED.map((name) => (
            <label key={name}>
              {words.part(methodName(name, language))}
              <input
                type="number"
                inputMode="decimal"
                min="0"
                max={total}
                step={step}
                value={sums[name] ?? ""}
                onInput={(event) => setSums({ ...sums, [name]: event.currentTarget.value })}
              />
            </label>
          ))}
          <p role={rest < 0 ? "alert" : "status"}>{rest < 0 ? words.wrongParts : words.rest(money(rest))}</p>
        </fieldset>
      ) : null}
      {payment.payType === "PREAPPROVED" ? (
        <Consent payment={payment} words={words} language={language} agreed={agreed} agree={setAgreed} />
      ) : null}
      <button type="submit">{words.next}</button>
    </form>
  );
}
