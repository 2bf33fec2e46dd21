/** What stands around every page of the console: whose it is, the menu, the language. */
import { ErrorBoundary, lazy, useLocation } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../../look/language";
import { useAsked } from "./api";
import { Locked } from "./locked";
import { addressOf, chosenLanguage, mount, session } from "./session";
import { Transactions } from "./transactions/transactions";
import type { Overview, SandboxWorldSummary } from "./views";
import { languageNow, Spoken, timeText, useWords } from "./words";

/** What is not looked at first comes when it is looked at, or so long after the first page, in milliseconds. */
const LATER = 1000;
const Rest = lazy(() => import("./rest"));
/** The same for as long as it is looked at: what else the console learns draws no row again. */
const TRANSACTIONS = <Transactions />;

const GROUPS = {
  console: ["notices", "basics", "link", "addresses", "keys", "transactions", "captures", "deposits", "history", "support"],
  tools: ["inspector", "break"],
} as const;
export type Page = (typeof GROUPS)[keyof typeof GROUPS][number];
const PAGES: readonly Page[] = [...GROUPS.console, ...GROUPS.tools];

export function App() {
  const [language, setLanguage] = useState(languageNow);
  const [world, setWorld] = useState(session.world);
  return (
    <Spoken.Provider value={language}>
      <Shell
        key={world}
        choose={(chosen) => {
          chosenLanguage.set(chosen);
          setLanguage(chosen);
        }}
        visit={(name) => {
          session.world = name;
          setWorld(name);
        }}
      />
    </Spoken.Provider>
  );
}

function Shell({ choose, visit }: { choose: (language: Language) => void; visit: (world: string) => void }) {
  const { words, language } = useWords();
  const { path } = useLocation();
  const overview = useAsked<Overview>("console/overview");
  const [name = "", id] = path.slice(`${mount()}/console`.length).split("/").filter(Boolean).map(decodeURIComponent);
  const page = PAGES.find((known) => known === (name || "transactions"));
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `${page === undefined ? words.notHere : words.pages[page]} · ${words.title}`;
  }, [language, page]);
  useEffect(() => {
    const timer = setTimeout(() => void Rest.preload(), LATER);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    // Whoever comes by keyboard goes on from the new page's beginning.
    if (!first.current) main.current?.focus();
    first.current = false;
  }, [path]);

  if (overview.problem?.status === 403) return <Locked tried={session.token !== "1"} again={overview.again} />;
  return (
    <div class="console">
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <header class="top">
        <strong>
          LINE Pay <small>{words.title}</small>
        </strong>
        <span class="simulated">{words.sandbox}</span>
        <span class="now">{overview.data ? timeText(overview.data.now, language) : ""}</span>
        <Merchants overview={overview.data} visit={visit} />
        <select
          aria-label={words.language}
          value={language}
          onChange={(event) => choose(event.currentTarget.value === "en" ? "en" : "zh-Hant")}
        >
          <option value="zh-Hant">中文（繁體）</option>
          <option value="en">English</option>
        </select>
        {session.token === "1" ? null : (
          <button type="button" class="outline small" onClick={logOut}>
            {words.logOut}
          </button>
        )}
      </header>
      <Menu page={page} />
      <main id="main" ref={main} tabIndex={-1}>
        {overview.problem ? <p role="alert">{overview.problem.message || words.noAnswer}</p> : null}
        {page === "transactions" && id === undefined ? (
          TRANSACTIONS
        ) : (
          <ErrorBoundary>
            <Rest page={page} id={id} overview={overview.data} />
          </ErrorBoundary>
        )}
      </main>
    </div>
  );
}

/** The token is forgotten; without it nothing is shown from elsewhere. */
function logOut(): void {
  session.token = "1";
  location.assign(addressOf());
}

/** Only where there are several: most sandboxes have one. */
function Merchants({ overview, visit }: { overview: Overview | undefined; visit: (world: string) => void }) {
  const { words } = useWords();
  const { data } = useAsked<{ worlds: SandboxWorldSummary[] }>("worlds", 10_000);
  const worlds = data?.worlds ?? [];
  const inUse = worlds.filter(({ name, payments }) => name !== "production" || payments > 0 || session.world === name);
  if (inUse.length < 2) return <span class="merchant">{overview?.merchantName ?? ""}</span>;
  return (
    <select aria-label={words.merchant} value={session.world} onChange={(event) => visit(event.currentTarget.value)}>
      {inUse.map(({ name, merchantName }) => (
        <option key={name} value={name}>{`${merchantName} (${name})`}</option>
      ))}
    </select>
  );
}

function Menu({ page }: { page: Page | undefined }) {
  const { words } = useWords();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = ({ key }: KeyboardEvent) => {
    if (key !== "Escape" || !open) return;
    setOpen(false);
    button.current?.focus();
  };
  return (
    <nav aria-label={words.menu} class={open ? "open" : ""} onKeyDown={close}>
      <button ref={button} type="button" class="outline menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        {words.menu}
      </button>
      {(["console", "tools"] as const).map((group) => (
        <ul key={group} aria-label={words.groups[group]}>
          {group === "tools" ? (
            <li class="group" aria-hidden="true">
              {words.groups[group]}
            </li>
          ) : null}
          {GROUPS[group].map((one) => (
            <li key={one}>
              <a href={addressOf(one)} aria-current={one === page ? "page" : undefined} onClick={() => setOpen(false)}>
                {words.pages[one]}
              </a>
            </li>
          ))}
          {group === "tools" ? (
            <li>
              <a href={`${mount()}/web/sandbox/payment/oneTimeKey`} target="_blank" rel="noreferrer">
                {words.myCode}
              </a>
            </li>
          ) : null}
        </ul>
      ))}
    </nav>
  );
}
