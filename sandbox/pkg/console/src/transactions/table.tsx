/** The rows that a search found: as many as can be seen. */
import { useEffect, useRef, useState } from "preact/hooks";
import { moneyText, numberText } from "../../../look/language";
import { Badge } from "../parts";
import { type Rows, useRows, useVirtual, useWide } from "../rows";
import { addressOf } from "../session";
import type { Row } from "../views";
import { timeText, useWords } from "../words";
import { pageOf, queryOf, type Search } from "./query";

/** What the styles leave around the list, in pixels: 12rem. */
const AROUND = 192;

export function Table({ query, search, sort }: { query: string; search: Search; sort: (sort: string) => void }) {
  const { words } = useWords();
  const { list } = words;
  const scroller = useRef<HTMLDivElement>(null);
  const wide = useWide();
  const [seen, look] = useState({ from: 0, to: 0 });
  const rows = useRows(query, seen.from, seen.to);
  const height = wide ? 48 : 84;
  const virtual = useVirtual(rows.found ?? 0, height, innerHeight - AROUND, () => scroller.current);
  const { items } = virtual;
  const [from, to] = [pageOf(items[0]?.index ?? 0), pageOf(items.at(-1)?.index ?? 0)];
  useEffect(() => look((known) => (known.from === from && known.to === to ? known : { from, to })), [from, to]);
  useEffect(() => scroller.current?.scrollTo(0, 0), [query]);
  const searching = queryOf({ ...search, sort: "" }) !== "";
  return (
    <>
      <p role="status" class="count">
        {rows.problem?.message ? rows.problem.message : rows.found === undefined ? words.loading : list.found(numberText(rows.found))}
      </p>
      {rows.found === 0 ? <p class="nothing">{searching ? list.none : list.empty}</p> : null}
      <div
        class={rows.found === undefined ? "rows waiting" : "rows"}
        ref={scroller}
        hidden={rows.found === 0}
        role="region"
        aria-label={words.pages.transactions}
        tabIndex={0}
      >
        <div role="table" aria-label={words.pages.transactions} aria-rowcount={(rows.found ?? 0) + 1}>
          <Head search={search} sort={sort} />
          <div class="all" role={items.length === 0 ? undefined : "rowgroup"} style={{ height: `${virtual.height}px` }}>
            {items.map((item) => (
              <Line key={item.index} index={item.index} start={virtual.top(item)} size={item.size} rows={rows} />
            ))}
          </div>
        </div>
      </div>
    </>
  );
}

function Head({ search, sort }: { search: Search; sort: (sort: string) => void }) {
  const { words } = useWords();
  const { list } = words;
  const columns = [
    ["date", list.date],
    ["order", list.order],
    ["", list.product],
    ["amount", list.amount],
    ["state", list.state],
  ] as const;
  const falling = search.sort.startsWith("-");
  return (
    <div role="rowgroup" class="head">
      <div role="row" class="line" aria-rowindex={1}>
        {columns.map(([name, text]) => {
          const chosen = name !== "" && search.sort.replace("-", "") === name;
          return (
            <span key={text} role="columnheader" aria-sort={chosen ? (falling ? "descending" : "ascending") : undefined} class={name}>
              {name === "" ? (
                text
              ) : (
                <button type="button" aria-label={`${list.sort}: ${text}`} onClick={() => sort(chosen && !falling ? `-${name}` : name)}>
                  {text}
                  <span aria-hidden="true">{chosen ? (falling ? " ▼" : " ▲") : ""}</span>
                </button>
              )}
            </span>
          );
        })}
      </div>
    </div>
  );
}

function Line({ index, start, size, rows }: { index: number; start: number; size: number; rows: Rows }) {
  const row = rows.at(index);
  return (
    <div
      role="row"
      class="line"
      aria-rowindex={index + 2}
      aria-busy={row === undefined}
      style={{ transform: `translateY(${start}px)`, height: `${size}px` }}
    >
      {row ? <Cells row={row} /> : <span role="cell">…</span>}
    </div>
  );
}

function Cells({ row }: { row: Row }) {
  const { words, language } = useWords();
  return (
    <>
      <span role="cell" class="date">
        {timeText(row.reservedAt, language)}
      </span>
      <span role="cell" class="order">
        <a href={addressOf("transactions", row.transactionId)} title={row.orderId}>
          {row.orderId}
        </a>
      </span>
      <span role="cell" class="product" title={row.productName}>
        {row.productName}
      </span>
      <span role="cell" class="amount">
        {moneyText(row.amount, row.currency, language)}
        {row.refunded && row.refunded < row.captured ? (
          <small>{words.list.refunded(moneyText(row.refunded, row.currency, language))}</small>
        ) : null}
      </span>
      <span role="cell" class="state">
        <Badge state={row.state} />
      </span>
    </>
  );
}
