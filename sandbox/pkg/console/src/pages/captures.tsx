/** The deck's 請款項目管理: what is authorised and waits for its capture, the first to lapse first. */
import { moneyText } from "../../../look/language";
import { Acts } from "../acts";
import { useAsked } from "../api";
import { addressOf } from "../session";
import type { List } from "../views";
import { timeText, useWords } from "../words";

const MOST = 100;

export function Captures() {
  const { words, language } = useWords();
  const text = words.captures;
  const { data, again } = useAsked<List>(`console/transactions?state=AUTHORIZED&sort=until&limit=${MOST}`, 1000);
  return (
    <>
      <h1>{words.pages.captures}</h1>
      <p>{text.why}</p>
      {data?.found === 0 ? <p class="nothing">{text.none}</p> : null}
      <ul class="cards">
        {(data?.rows ?? []).map((row) => (
          <li key={row.transactionId}>
            <div>
              <a href={addressOf("transactions", row.transactionId)}>{row.orderId}</a>
              <small>{row.productName}</small>
            </div>
            <strong>{moneyText(row.amount, row.currency, language)}</strong>
            <div>
              {left(row.authorizedUntil, data?.now ?? "", text.left)}
              <small>{row.authorizedUntil ? timeText(row.authorizedUntil, language) : ""}</small>
            </div>
            <Acts payment={row} again={again} named />
          </li>
        ))}
      </ul>
      {data && data.found > MOST ? <p>{text.more(data.found - MOST)}</p> : null}
    </>
  );
}

function left(until: string | null, now: string, say: (days: number, time: string) => string): string {
  const seconds = Math.max(0, Math.floor((Date.parse(until ?? "") - Date.parse(now)) / 1000));
  if (Number.isNaN(seconds)) return "";
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return say(Math.floor(seconds / 86_400), `${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`);
}
