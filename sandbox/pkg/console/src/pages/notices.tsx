/** The deck's 通知: what happened, by period and type; what is new since it was last read. */
import { useState } from "preact/hooks";
import { moneyText } from "../../../look/language";
import { useAsked } from "../api";
import { addressOf, lastRead } from "../session";
import type { Address, Notice, NoticeKind } from "../views";
import { timeText, useWords } from "../words";

const KINDS: NoticeKind[] = ["paid", "refunded", "lapsing", "lapsed", "keyEnded", "refusedAddress"];
const PERIODS = [1, 7, 30];

export function Notices({ now }: { now: string }) {
  const { words } = useWords();
  const text = words.notices;
  const list = useAsked<{ addresses: Address[] | null }>("console/addresses", 10_000).data?.addresses;
  const [period, setPeriod] = useState({ days: 0, from: "" });
  const [kind, setKind] = useState("");
  const [q, setQ] = useState("");
  const titled = KINDS.filter((one) => text.kinds[one].toLowerCase().includes(q.trim().toLowerCase()));
  const wish = { kind, from: period.from, q, titled: q === "" ? "" : titled.join() };
  const query = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ""));
  const { data } = useAsked<{ notices: Notice[]; more: boolean }>(`console/notices?${query}`);
  const [read, setRead] = useState(lastRead.get() ?? "");
  const choose = (days: number) =>
    setPeriod({ days, from: days === 0 || now === "" ? "" : new Date(Date.parse(now) - days * 86_400_000).toISOString() });
  const shown = data?.notices ?? [];
  const newest = [now, shown[0]?.at ?? ""].sort()[1] ?? now;
  return (
    <>
      <h1>{words.pages.notices}</h1>
      <div class="search">
        <label>
          {text.period}
          <select value={String(period.days)} onChange={(event) => choose(Number(event.currentTarget.value))}>
            <option value="0">{text.all}</option>
            {PERIODS.map((count) => (
              <option key={count} value={String(count)}>
                {text.days(count)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {text.kind}
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
            <option value="">{text.allKinds}</option>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {text.kinds[one]}
              </option>
            ))}
          </select>
        </label>
        <label class="wide">
          {text.search}
          <input type="search" placeholder={text.hint} value={q} onInput={(event) => setQ(event.currentTarget.value)} />
        </label>
        <button
          type="button"
          class="outline"
          onClick={() => {
            lastRead.set(newest);
            setRead(newest);
          }}
        >
          {text.read}
        </button>
      </div>
      {list === null ? (
        <p>
          1 · <a href={addressOf("addresses")}>{text.register}</a>
        </p>
      ) : null}
      {data && shown.length === 0 ? <p class="nothing">{text.none}</p> : null}
      <ol class="calls">
        {shown.map((notice, index) => (
          <Line key={`${notice.kind} ${notice.at} ${notice.transactionId ?? index}`} notice={notice} unread={notice.at > read} />
        ))}
      </ol>
      {data?.more ? <p class="count">{text.more}</p> : null}
    </>
  );
}

function Line({ notice, unread }: { notice: Notice; unread: boolean }) {
  const { words, language } = useWords();
  const { amount, currency, detail } = notice;
  return (
    <li class="notice">
      <span class="name">
        <strong>{words.notices.kinds[notice.kind]}</strong>
        <small>{timeText(notice.at, language, true)}</small>
      </span>
      <span>
        {notice.transactionId && notice.orderId ? <a href={addressOf("transactions", notice.transactionId)}>{notice.orderId}</a> : null}
        {amount === undefined ? null : ` ${moneyText(amount, currency ?? "TWD", language)} `}
        {detail ? <small>{/^\d{4}-\d\d-\d\dT/.test(detail) ? timeText(detail, language) : detail}</small> : null}
      </span>
      {unread ? <span class="badge refunded">{words.notices.unread}</span> : null}
    </li>
  );
}
