/** The staff's page: sign in, then the orders. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Listing } from "../../workers/shop/listing";
import { useSpeech } from "./language";
import { Orders } from "./orders";
import { SignIn, StaffTop } from "./staff-page";
import "./style.css";
import "./compared.css";
import "./staff.css";

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
      <StaffTop speech={speech}>
        {inside ? <a href="/break">{words.breakIt}</a> : null}
        {inside ? (
          <form method="post" action="/staff/sign-out">
            <button type="submit" class="outline secondary small">
              {words.signOut}
            </button>
          </form>
        ) : null}
      </StaffTop>
      <main class="container">
        {inside || listing === "signed-out" ? null : <h1>{words.orders}</h1>}
        {listing === undefined ? <p aria-busy="true" /> : null}
        {listing === "signed-out" ? (
          <SignIn speech={speech} page="/staff">
            <h1>{words.staff}</h1>
          </SignIn>
        ) : null}
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

const page = document.getElementById("page");
if (page) render(<StaffPage />, page);
