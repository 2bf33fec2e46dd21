/** What the buyer of an automatic payment agrees to: `regPayRequest` of v4, as far as the shop said it. */
import { type Language, moneyText } from "../../look/language";
import type { Payment, Terms } from "./payment";
import type { Words } from "./words";

interface Props {
  payment: Payment;
  words: Words;
  language: Language;
  agreed: boolean;
  agree: (yes: boolean) => void;
}

export function Consent({ payment, words, language, agreed, agree }: Props) {
  const terms = payment.regPayRequest;
  const money = (sum: number) => moneyText(sum, payment.currency, language);
  return (
    <fieldset class="terms">
      <legend>{words.terms}</legend>
      {terms ? (
        <ul>
          <li>{when(terms, words)}</li>
          {terms.productPrice === undefined ? null : <li>{words.each(money(terms.productPrice))}</li>}
          {terms.perTransactionLimit === undefined ? null : <li>{words.atMost(money(terms.perTransactionLimit))}</li>}
        </ul>
      ) : null}
      <label>
        <input type="checkbox" required checked={agreed} onChange={(event) => agree(event.currentTarget.checked)} />
        {words.agree}
      </label>
    </fieldset>
  );
}

function when(terms: Terms, words: Words): string {
  const { recurringPeriod: period, recurringMonth: month, recurringDay: day, recurringDayOfWeek: weekday } = terms;
  if (terms.regPayPeriodType === "NON_RECURRING" || !period) return words.irregular;
  const parts = [words.every[period] ?? period];
  if (weekday) parts.push(words.onWeekday(words.weekdays[weekday] ?? weekday));
  if (day !== undefined) parts.push(words.onDay(month === undefined ? "" : String(month), String(day)));
  return parts.join(" ");
}
