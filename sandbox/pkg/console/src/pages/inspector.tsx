/** Every call as it comes in, and why it was answered so. */
import { useState } from "preact/hooks";
import { kindOf } from "../answer";
import { useAsked } from "../api";
import { Calls } from "../calls";
import { type Group, groupsOf } from "../groups";
import { harOf } from "../har";
import { save } from "../parts";
import { addressOf } from "../session";
import type { SandboxCall } from "../views";
import { useWords } from "../words";

export function Inspector() {
  const { words } = useWords();
  const text = words.inspector;
  const [q, setQ] = useState("");
  const [failed, setFailed] = useState(false);
  const [grouped, setGrouped] = useState(false);
  const query = new URLSearchParams({ ...(q === "" ? {} : { q }), ...(failed ? { failed: "1" } : {}) });
  const { data } = useAsked<{ all: number; calls: SandboxCall[] }>(`console/calls?${query}`, 1000);
  // What belongs to the flow is no refusal to look for.
  const found = (data?.calls ?? []).filter((call) => !failed || kindOf(call) !== "expected");
  const calls = [...found].reverse();
  return (
    <>
      <h1>{words.pages.inspector}</h1>
      <p>{text.why}</p>
      <div class="search">
        <label class="wide">
          {words.list.search}
          <input type="search" placeholder={text.hint} value={q} onInput={(event) => setQ(event.currentTarget.value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked={failed} onChange={(event) => setFailed(event.currentTarget.checked)} />
          {text.failed}
        </label>
        <label class="check">
          <input type="checkbox" checked={grouped} onChange={(event) => setGrouped(event.currentTarget.checked)} />
          {text.grouped}
        </label>
        <button
          type="button"
          class="outline"
          aria-disabled={calls.length === 0}
          onClick={() => calls.length > 0 && save("linepay-sandbox.har", "application/json", harOf(found, location.origin))}
        >
          {text.har}
        </button>
      </div>
      <p role="status" class="count">
        {data ? text.live(calls.length, data.all) : words.loading}
      </p>
      {data && calls.length === 0 ? <p class="nothing">{data.all === 0 ? text.none : words.list.none}</p> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys go on to what is inside */}
      <div onKeyDown={walk}>
        {grouped ? (
          groupsOf(found).map((group) => <Order key={group.name} group={group} />)
        ) : (
          <>
            <h2 class="unseen">{words.payment.calls}</h2>
            <Calls calls={calls} />
          </>
        )}
      </div>
    </>
  );
}

function Order({ group: { name, transactionId, calls } }: { group: Group }) {
  const { words } = useWords();
  const text = words.inspector;
  return (
    <section class="of-order">
      <h2>
        {name === "" ? text.noOrder : name} <small>{text.count(calls.length)}</small>
      </h2>
      {transactionId === undefined ? null : (
        <p>
          <a href={addressOf("transactions", transactionId)}>{text.toPayment(transactionId)}</a>
        </p>
      )}
      <Calls calls={calls} />
    </section>
  );
}

/** From call to call with the arrow keys, to the first and the last one with Home and End. */
function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(".call > summary")];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  const next = at < 0 || to === undefined ? undefined : all[to];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
