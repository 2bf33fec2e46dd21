/** The staff's page: sign in, then the orders. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { LanguageSwitch, type Speech, useSpeech } from "./language";
import { type Listing, Orders } from "./orders";
import "./style.css";
import "./compared.css";

/** How often the page looks again while a buyer is under way, in milliseconds. */
const often = 3000;

function StaffPage() {
  const speech = useSpeech((words) => `${words.staff} · ${words.shop}`);
  const { words } = speech;
  const [listing, setListing] = useState<Listing | "signed-out" | "failed">();
  const load = async () => {
    try {
      const response = await fetch("/staff/orders");
      setListing(response.status === 401 ? "signed-out" : response.ok ? await response.json() : "failed");
    } catch {
      setListing("failed");
    }
  };
  useEffect(() => void load(), []);
  const waits = typeof listing === "object" && listing.open.length > 0;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => document.hidden || void load(), often);
    return () => clearInterval(timer);
  }, [waits]);
  const inside = listing !== undefined && typeof listing !== "string";
  return (
    <>
      <header class="container top">
        <a class="brand" href="/">
          <img src="/favicon.svg" alt="" width="36" height="36" />
          <strong>
            {words.shop} · {words.staff}
          </strong>
        </a>
        <nav aria-label={words.staff}>
          {inside ? <a href="/break">{words.breakIt}</a> : null}
          {inside ? (
            <form method="post" action="/staff/sign-out">
              <button type="submit" class="outline secondary small">
                {words.signOut}
              </button>
            </form>
          ) : null}
          <LanguageSwitch speech={speech} />
        </nav>
      </header>
      <main class="container">
        {inside || listing === "signed-out" ? null : <h1>{words.orders}</h1>}
        {listing === undefined ? <p aria-busy="true" /> : null}
        {listing === "signed-out" ? <SignIn speech={speech} /> : null}
        {listing === "failed" ? (
          <p role="alert">
            {words.noAnswer}{" "}
            <button type="button" class="small" onClick={load}>
              {words.retry}
            </button>
          </p>
        ) : null}
        {inside ? <Orders listing={listing} speech={speech} load={load} /> : null}
      </main>
    </>
  );
}

function SignIn({ speech }: { speech: Speech }) {
  const { words } = speech;
  const query = new URLSearchParams(location.search);
  const error = query.get("error");
  const problem = error === "password" ? words.wrongPassword : error === "wait" ? words.waitSeconds(query.get("seconds") ?? "60") : "";
  return (
    <form method="post" action="/staff/sign-in" class="sign-in">
      <h1>{words.staff}</h1>
      <label>
        {words.password}
        <input
          type="password"
          name="password"
          required
          autoComplete="current-password"
          aria-describedby="password-note"
          {...(problem ? { "aria-invalid": "true" as const } : {})}
        />
        <small id="password-note">{problem || words.passwordNote}</small>
      </label>
      <button type="submit">{words.signIn}</button>
    </form>
  );
}

const page = document.getElementById("page");
if (page) render(<StaffPage />, page);
