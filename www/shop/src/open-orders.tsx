/** Orders that are not paid yet, as the shop's ledger has them, and what happened to an order so far. */
import { useState } from "preact/hooks";
import { moneyText, timeText } from "../../language";
import type { JournalLine, OpenOrder } from "../../workers/shop/open";
import { Beside, type Looked, Mark } from "./compared";
import type { Speech } from "./language";
import { Look } from "./look";

interface Props {
  listing: { open: readonly OpenOrder[]; consoleUrl: string | null };
  looked: Looked;
  speech: Speech;
  load: () => Promise<void>;
}

export function OpenOrders({ listing, looked, speech, load }: Props) {
  const { words } = speech;
  const { open, consoleUrl } = listing;
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="open">
      <h2 id="open">{words.openOrders}</h2>
      <p class="quiet">{words.openNote}</p>
      <ul class="orders">
        {open.map((order) => (
          <li key={order.orderId}>
            <OpenCard order={order} looked={looked} consoleUrl={consoleUrl} speech={speech} load={load} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CardProps {
  order: OpenOrder;
  looked: Looked;
  consoleUrl: string | null;
  speech: Speech;
  load: () => Promise<void>;
}

function OpenCard({ order, looked, consoleUrl, speech, load }: CardProps) {
  const { words, language } = speech;
  const { orderId, amount, currency, at, state, charges } = order;
  return (
    <article class="order" aria-label={`${words.order} ${orderId}`}>
      <p>
        <strong>{orderId}</strong> <span class="badge">{words.openStates[state] ?? state}</span>{" "}
        <Mark comparison={looked.byOrder.get(orderId)} speech={speech} />
        <br />
        <small>{timeText(at, language)}</small>
      </p>
      <p>{charges === null ? "" : words.chargedAt(timeText(charges, language))}</p>
      <p class="sum">
        <strong>{moneyText(amount, currency, language)}</strong>
      </p>
      <div class="acts">
        <Look orderId={orderId} label={words.lookNow} after={load} speech={speech} />
      </div>
      <Beside orderId={orderId} looked={looked} consoleUrl={consoleUrl} load={load} speech={speech} />
      <Journal orderId={orderId} speech={speech} />
    </article>
  );
}

/** What the ledger has written down of an order: asked for when it is opened, for each order has its own record. */
export function Journal({ orderId, speech }: { orderId: string; speech: Speech }) {
  const { words, language } = speech;
  const [journal, setJournal] = useState<readonly JournalLine[] | "none">();
  const read = async () => {
    try {
      const response = await fetch(`/staff/journal?orderId=${encodeURIComponent(orderId)}`);
      setJournal(response.ok ? ((await response.json()) as { journal: JournalLine[] }).journal : "none");
    } catch {
      setJournal("none");
    }
  };
  return (
    <details class="journal" onToggle={(event) => event.currentTarget.open && void read()}>
      <summary>
        {words.journal} <span class="unseen">{orderId}</span>
      </summary>
      {journal === undefined ? <p aria-busy="true" /> : null}
      {journal === "none" ? <p class="quiet">{words.noJournal}</p> : null}
      {Array.isArray(journal) ? (
        <ol>
          {journal.map(({ at, what }) => (
            <li key={`${at} ${what}`}>
              <small>{new Date(at).toLocaleTimeString(language === "en" ? "en-GB" : "zh-TW")}</small> <code lang="en">{what}</code>
            </li>
          ))}
        </ol>
      ) : null}
    </details>
  );
}
