/** The deck's 存款／撥款: what each day's captures come to. */
import { useState } from "preact/hooks";
import { moneyText } from "../../../look/language";
import { useAsked } from "../api";
import type { Day } from "../views";
import { useWords } from "../words";

export function Deposits() {
  const { words, language } = useWords();
  const text = words.deposits;
  const [fee, setFee] = useState("2.2");
  const good = /^\d{1,2}(\.\d{1,2})?$|^100$/.test(fee);
  const { data } = useAsked<{ currency: string; days: Day[] }>(`console/deposits?fee=${good ? fee : "0"}`);
  const days = data?.days ?? [];
  const money = (amount: number) => moneyText(amount, data?.currency ?? "TWD", language);
  const sum = (name: "captured" | "refunded" | "fee" | "payout") => days.reduce((all, day) => all + day[name], 0);
  return (
    <>
      <h1>{words.pages.deposits}</h1>
      <p>{text.why}</p>
      <div class="search">
        <label>
          {text.fee}
          <input
            inputMode="decimal"
            value={fee}
            aria-invalid={good ? undefined : true}
            onInput={(event) => setFee(event.currentTarget.value)}
          />
        </label>
      </div>
      {data && days.length === 0 ? <p class="nothing">{text.none}</p> : null}
      {days.length > 0 ? (
        <>
          <Plot days={days.slice(0, 31).reverse()} name={text.plot} money={money} />
          <section class="scroll" aria-label={words.pages.deposits} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  {[text.day, text.captured, text.refunded, text.feeSum, text.payout].map((head, index) => (
                    <th key={head} class={index > 0 ? "sum" : ""}>
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {days.map((day) => (
                  <tr key={day.day}>
                    <td>{day.day}</td>
                    <td class="sum">
                      {money(day.captured)} <small>× {day.captures}</small>
                    </td>
                    <td class="sum">
                      {money(-day.refunded || 0)} <small>× {day.refunds}</small>
                    </td>
                    <td class="sum">{money(-day.fee || 0)}</td>
                    <td class="sum">
                      <strong>{money(day.payout)}</strong>
                    </td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th>{text.total}</th>
                  <td class="sum">{money(sum("captured"))}</td>
                  <td class="sum">{money(-sum("refunded") || 0)}</td>
                  <td class="sum">{money(-sum("fee") || 0)}</td>
                  <td class="sum">
                    <strong>{money(sum("payout"))}</strong>
                  </td>
                </tr>
              </tfoot>
            </table>
          </section>
        </>
      ) : null}
    </>
  );
}

/** As wide as for a week, at the least. */
const LEAST = 7;

/** Bars from the line of nothing, upwards or downwards. The table beneath says the same. */
function Plot({ days, name, money }: { days: Day[]; name: string; money: (amount: number) => string }) {
  const high = Math.max(0, ...days.map(({ payout }) => payout));
  const low = Math.min(0, ...days.map(({ payout }) => payout));
  const scale = 100 / (high - low || 1);
  // One day's bar is no wall.
  const places = Math.max(days.length, LEAST);
  return (
    <figure class="plot">
      <figcaption>
        {name} <small>{`${days[0]?.day ?? ""} – ${days.at(-1)?.day ?? ""}, ${money(low)} – ${money(high)}`}</small>
      </figcaption>
      <svg viewBox={`0 0 ${places * 10} 100`} preserveAspectRatio="none" role="img" aria-label={name}>
        {days.map(({ day, payout }, index) => (
          <rect
            key={day}
            class={payout < 0 ? "minus" : ""}
            x={index * 10 + 1.5}
            width="7"
            y={(high - Math.max(payout, 0)) * scale}
            height={Math.max(Math.abs(payout) * scale, 0.5)}
          >
            <title>{`${day}: ${money(payout)}`}</title>
          </rect>
        ))}
      </svg>
    </figure>
  );
}
