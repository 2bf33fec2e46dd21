/** The shop's record of an order and LINE Pay's own, side by side. LINE Pay is asked when somebody wants to see it, not before. */
import { useState } from "preact/hooks";
import { moneyText, timeText } from "../../language";
import type { Comparison, Comparisons, Line, Side } from "../../workers/shop/compared";
import type { Speech } from "./language";
import { Look } from "./look";

export interface Looked {
  byOrder: ReadonlyMap<string, Comparison>;
  /** When the newest orders were compared. */
  at: number | undefined;
  busy: boolean;
  /** Why there was no answer. */
  problem: string;
  all(): Promise<void>;
  one(orderId: string): Promise<void>;
  /** Looks anew at all, where that was asked for before. */
  again(): Promise<void>;
}

export function useComparison(): Looked {
  const [byOrder, setByOrder] = useState<ReadonlyMap<string, Comparison>>(new Map());
  const [at, setAt] = useState<number>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const ask = async (query: string) => {
    setBusy(true);
    setProblem("");
    try {
      const response = await fetch(`/staff/compare${query}`);
      const answer = (await response.json()) as Comparisons & { reason?: string };
      if (response.ok) {
        setByOrder((known) => new Map([...known, ...answer.compared.map((found) => [found.orderId, found] as const)]));
        if (query === "") setAt(answer.at);
      } else setProblem(answer.reason ?? String(response.status));
    } catch (error) {
      setProblem(String(error));
    }
    setBusy(false);
  };
  const all = () => ask("");
  return {
    byOrder,
    at,
    busy,
    problem,
    all,
    one: (orderId) => ask(`?orderId=${encodeURIComponent(orderId)}`),
    again: async () => (at === undefined ? undefined : all()),
  };
}

/** Compares the newest orders, and says how many differ. */
export function CompareBar({ looked, speech }: { looked: Looked; speech: Speech }) {
  const { words, language } = speech;
  const { byOrder, at, busy, problem } = looked;
  const differing = [...byOrder.values()].filter(({ differs }) => differs.length > 0).length;
  return (
    <div class="compare">
      <button
        type="button"
        class="outline small"
        aria-disabled={busy}
        aria-busy={busy}
        onClick={() => (busy ? undefined : void looked.all())}
      >
        {words.compare}
      </button>
      <p role="status">
        {problem ? words.notCompared(problem) : at === undefined ? "" : words.compared(byOrder.size, differing, timeText(at, language))}
      </p>
    </div>
  );
}

/** Whether the two agree, in a word. */
export function Mark({ comparison, speech: { words } }: { comparison: Comparison | undefined; speech: Speech }) {
  if (!comparison) return null;
  return comparison.differs.length > 0 ? (
    <span class="badge differing">≠ {words.differing}</span>
  ) : (
    <span class="badge agreeing">= {words.agreeing}</span>
  );
}

interface Props {
  orderId: string;
  looked: Looked;
  consoleUrl: string | null;
  /** After the shop has looked at the order once more. */
  load: () => Promise<void>;
  speech: Speech;
}

export function Beside({ orderId, looked, consoleUrl, load, speech }: Props) {
  const { words } = speech;
  const comparison = looked.byOrder.get(orderId);
  const differs = comparison !== undefined && comparison.differs.length > 0;
  const lookAgain = async () => {
    await load();
    await looked.one(orderId);
  };
  return (
    <details class="beside" open={differs} onToggle={(event) => event.currentTarget.open && !comparison && void looked.one(orderId)}>
      <summary>
        {words.beside} <span class="unseen">{orderId}</span>
      </summary>
      {comparison === undefined && !looked.problem ? <p aria-busy="true" /> : null}
      {comparison === undefined && looked.problem ? <p class="quiet">{words.notCompared(looked.problem)}</p> : null}
      {comparison ? <Table comparison={comparison} speech={speech} /> : null}
      {differs && comparison.of === "ledger" ? <Look orderId={orderId} label={words.bookIt} after={lookAgain} speech={speech} /> : null}
      {comparison?.linePay.transactionId && consoleUrl ? (
        <p class="quiet">
          <a href={`${consoleUrl}transactions/${comparison.linePay.transactionId}`} target="_blank" rel="noopener noreferrer">
            {words.inConsole(comparison.linePay.transactionId)}
          </a>
        </p>
      ) : null}
    </details>
  );
}

const lines: Line[] = ["money", "transactionId", "amount", "refunded", "refunds", "payments"];

function Table({ comparison, speech }: { comparison: Comparison; speech: Speech }) {
  const { words } = speech;
  const { shop, linePay, differs, currency, of, inHand, orderId } = comparison;
  const text = (side: Side, line: Line) => textOf(side, line, currency, speech);
  const shown = lines.filter((line) => differs.includes(line) || (line !== "payments" && text(shop, line) !== "—") || line === "money");
  return (
    <>
      <table aria-label={words.ofOrder(words.beside, orderId)}>
        <thead>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col">{of === "ledger" ? words.ledgerSide : words.booksSide}</th>
            <th scope="col">LINE Pay</th>
            <th scope="col">{words.agreement}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <tr key={line} class={differs.includes(line) ? "differing" : ""}>
              <th scope="row">{words.lines[line]}</th>
              <td>{text(shop, line)}</td>
              <td>{text(linePay, line)}</td>
              <td>{differs.includes(line) ? `≠ ${words.differing}` : `= ${words.agreeing}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {inHand === null ? null : <p class="quiet">{words.inHand(inHand)}</p>}
    </>
  );
}

function textOf(side: Side, line: Line, currency: string, { words, language }: Speech): string {
  const money = (sum: number) => moneyText(sum, currency, language);
  switch (line) {
    case "money":
      return words.money[side.money];
    case "transactionId":
      return side.transactionId ?? "—";
    case "amount":
      return side.amount === null ? "—" : money(side.amount);
    case "refunded":
      return side.refunded === 0 ? "—" : money(side.refunded);
    case "refunds":
      return side.refunds.length === 0 ? "—" : side.refunds.join(", ");
    case "payments":
      return String(side.payments);
  }
}
