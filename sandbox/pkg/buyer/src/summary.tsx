import { type Language, moneyText } from "../../look/language";
import { type Payment, safePicture } from "./payment";
import type { Words } from "./words";

/** Who is paid, for what, and how much. */
export function Summary({ payment, words, language }: { payment: Payment; words: Words; language: Language }) {
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
        <small>{words.amount}</small> <strong>{moneyText(payment.amount, payment.currency, language)}</strong>
      </p>
    </>
  );
}
