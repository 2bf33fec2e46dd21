/** Where the buyer chooses the shipping (v3): an address, what the shop says it costs, and one of its ways to ship. */
import { useState } from "preact/hooks";
import { type Language, moneyText } from "../../look/language";
import type { Address, Offer, Payment } from "./payment";
import type { Words } from "./words";

const FIELDS = ["country", "postalCode", "state", "city", "detail"] as const;

interface Props {
  payment: Payment;
  words: Words;
  language: Language;
  working: boolean;
  inquire: (address: Address) => void;
  choose: (offer: Offer) => void;
}

export function Shipping({ payment, words, language, working, inquire, choose }: Props) {
  const [address, setAddress] = useState<Address>(payment.shipping?.address ?? {});
  // What was said holds for the address that it was said of.
  const [asked, setAsked] = useState(false);
  const [chosen, setChosen] = useState(0);
  const offers = asked ? (payment.shippingMethods ?? []) : [];
  const offer = offers[chosen] ?? offers[0];
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          inquire(address);
        }}
      >
        {FIELDS.map((field) => (
          <label key={field}>
            {words.address[field]}
            <input
              name={field}
              value={address[field] ?? ""}
              maxLength={200}
              onInput={(event) => {
                setAsked(false);
                setAddress({ ...address, [field]: event.currentTarget.value });
              }}
            />
          </label>
        ))}
        <button type="submit" class={offer ? "outline" : ""} aria-busy={working} disabled={working}>
          {words.askFee}
        </button>
      </form>
      {payment.error && asked ? (
        <p role="alert">
          {words.noAnswerOfShop} {payment.error}
        </p>
      ) : null}
      {offer ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            choose(offer);
          }}
        >
          <fieldset>
            <legend>{words.shipBy}</legend>
            {offers.map((offer, index) => (
              <label key={offer.id}>
                <input type="radio" name="offer" checked={offers[chosen] === offer} onChange={() => setChosen(index)} />
                {offer.name} · {moneyText(offer.amount, payment.currency, language)}
                {offer.toDeliveryYmd ? ` · ${words.arrives(dayText(offer.toDeliveryYmd))}` : ""}
              </label>
            ))}
          </fieldset>
          <button type="submit">{words.next}</button>
        </form>
      ) : null}
    </>
  );
}

/** `20260508` as it is read. */
const dayText = (day: string): string => day.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");

/** A short form of an address. */
export const addressText = (address: Address): string =>
  FIELDS.map((field) => address[field])
    .filter(Boolean)
    .join(" ");
