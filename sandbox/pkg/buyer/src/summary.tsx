import { type Language, moneyText } from "../../look/language";
import { type Payment, safePicture } from "./payment";
import type { Words } from "./words";

interface Props {
  payment: Payment;
  /** With what shipping costs, where the buyer chose it. */
  total?: number;
  words: Words;
  language: Language;
}

/** Who is paid, for what, and how much. */
export function Summary({ payment, total = payment.amount, words, language }: Props) {
  const image = safePicture(payment.productImageUrl);
  return (
    <>
      <p class="for">
        {image ? <img src={image} alt="" width="84" height="84" /> : null}
        <span>
          <small>{words.to}</small> {payment.merchantName}
          <br />
          {payment.productName}
        </span>
      </p>
      <p class="amount">
        <small>{words.amount}</small> <strong>{moneyText(total, payment.currency, language)}</strong>
      </p>
    </>
  );
}
