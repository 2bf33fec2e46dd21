/** The staff's page that breaks things: kills the shop's worker, leads to LINE Pay's faults, and shows that every order still ends. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { moneyText, timeText } from "../../language";
import type { StandingView } from "../../workers/shop/listing";
import type { Kills, Standing } from "../../workers/shop/open";
import { Beside, CompareBar, type Looked, Mark, useComparison } from "./compared";
import { type Speech, useSpeech } from "./language";
import { SignIn, StaffTop } from "./staff-page";
import "./style.css";
import "./compared.css";
import "./staff.css";

const often = 1000;
/** An answer that the killed worker owes never comes. */
const patience = 5000;

function BreakPage() {
  const speech = useSpeech((words) => `${words.breakIt} · ${words.shop}`);
  const { words } = speech;
  const [view, setView] = useState<StandingView>();
  const [trouble, setTrouble] = useState<"signed-out" | "down">();
  /** Gives whether this browser is signed in, as far as is known. */
  const look = async () => {
    try {
      const response = await fetch("/staff/standing", { signal: AbortSignal.timeout(patience) });
      if (response.ok) setView((await response.json()) as StandingView);
      setTrouble(response.ok ? undefined : response.status === 401 ? "signed-out" : "down");
      return response.status !== 401;
    } catch {
      setTrouble("down");
      return true;
    }
  };
  const load = async () => void (await look());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let over = false;
    const run = async () => {
      // Whoever signs in gets the page anew.
      const signedIn = document.hidden || (await look());
      if (signedIn && !over) timer = setTimeout(run, often);
    };
    void run();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, []);
  return (
    <>
      <StaffTop speech={speech}>
        <a href="/staff">{words.orders}</a>
      </StaffTop>
      <main class="container">
        <h1>{words.breakIt}</h1>
        <p>{words.breakWhy}</p>
        {trouble === "signed-out" ? (
          <SignIn speech={speech} page="/break">
            <p>{words.signInFirst}</p>
          </SignIn>
        ) : view ? (
          <Inside view={view} down={trouble === "down"} load={load} speech={speech} />
        ) : (
          <p aria-busy="true">{trouble === "down" ? words.noAnswer : ""}</p>
        )}
      </main>
    </>
  );
}

interface Props {
  view: StandingView;
  /** The worker does not answer at present. */
  down: boolean;
  load: () => Promise<void>;
  speech: Speech;
}

function Inside({ view, down, load, speech }: Props) {
  const { words } = speech;
  const looked = useComparison();
  return (
    <>
      <section aria-labelledby="spoil">
        <h2 id="spoil">{words.spoil}</h2>
        <p>
          {words.spoilWhy}{" "}
          {view.consoleUrl ? (
            <a href={`${view.consoleUrl}break`} target="_blank" rel="noopener noreferrer">
              {words.spoilWhere}
            </a>
          ) : null}
        </p>
      </section>
      <section aria-labelledby="kill">
        <h2 id="kill">{words.kill}</h2>
        {view.kill ? <Kill kill={view.kill} ledger={view.ledger} down={down} load={load} speech={speech} /> : <p>{words.noKill}</p>}
      </section>
      <section aria-labelledby="ends">
        <h2 id="ends">{words.ends}</h2>
        <p class="quiet">{words.endsWhy}</p>
        <CompareBar looked={looked} speech={speech} />
        {view.orders.length === 0 ? <p class="quiet">{words.noneYet}</p> : null}
        <ul class="orders">
          {view.orders.map((order) => (
            <li key={order.orderId}>
              <Card order={order} ledger={view.ledger} consoleUrl={view.consoleUrl} looked={looked} load={load} speech={speech} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Kill({ kill, ledger, down, load, speech }: { kill: Kills; ledger: string } & Omit<Props, "view">) {
  const { words, language } = speech;
  const asking = useRef(false);
  const busy = down || kill.doing !== "nothing";
  const press = async (when: "now" | "confirm") => {
    if (busy || asking.current) return;
    asking.current = true;
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ when }) };
    await fetch("/staff/kill", { ...init, signal: AbortSignal.timeout(patience) }).catch(() => undefined);
    await load();
    asking.current = false;
  };
  const state =
    down || kill.doing === "restarting"
      ? words.killing
      : kill.doing === "waiting"
        ? words.killWaits
        : kill.last === null
          ? words.notKilled
          : words.killed(kill.kills, clockText(kill.last, language));
  return (
    <>
      <p>{words.killWhy}</p>
      {ledger === "memory" || ledger === "none" ? <p class="notice">{words.killForgets[ledger]}</p> : null}
      <div class="acts">
        <button type="button" class="small" aria-disabled={busy} onClick={() => void press("confirm")}>
          {words.killAtConfirm}
        </button>
        <button type="button" class="outline small" aria-disabled={busy} onClick={() => void press("now")}>
          {words.killNow}
        </button>
      </div>
      <p role="status" aria-busy={busy}>
        {state}
      </p>
    </>
  );
}

interface CardProps {
  order: Standing;
  ledger: string;
  consoleUrl: string | null;
  looked: Looked;
  load: () => Promise<void>;
  speech: Speech;
}

function Card({ order, ledger, consoleUrl, looked, load, speech }: CardProps) {
  const { words, language } = speech;
  const { orderId, at, amount, currency, money, open, until } = order;
  const waits = open ? (words.waitsFor[open] ?? words.openStates[open] ?? open) : "";
  const unknown = ledger === "none" ? words.noLedger : words.noLink;
  const still = until === undefined ? waits : words.takenOver(waits, clockText(until, language));
  return (
    <article class="order" aria-label={`${words.order} ${orderId}`}>
      <p>
        <strong>{orderId}</strong> <span class={`badge ${money}`}>{words.money[money]}</span>{" "}
        <Mark comparison={looked.byOrder.get(orderId)} speech={speech} />
        <br />
        <small>{timeText(at, language)}</small>
      </p>
      <p class={open === null ? "ended" : ""}>{open === undefined ? unknown : open === null ? `✓ ${words.ended}` : `… ${still}`}</p>
      <p class="sum">
        <strong>{moneyText(amount, currency, language)}</strong>
      </p>
      <Beside orderId={orderId} looked={looked} consoleUrl={consoleUrl} load={load} speech={speech} />
    </article>
  );
}

function clockText(at: number, language: Speech["language"]): string {
  return new Date(at).toLocaleTimeString(language === "en" ? "en-GB" : "zh-TW");
}

const page = document.getElementById("page");
if (page) render(<BreakPage />, page);
