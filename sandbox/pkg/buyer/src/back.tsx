/** The end of a visit: what came of it, and a way back, always. */
import { useState } from "preact/hooks";
import { mount, type Payment, safeTarget } from "./payment";
import type { Words } from "./words";

/** Where the buyer goes now: to the address that the shop gave, else to its front page. The console tells the rest. */
export function WayBack({ payment, words }: { payment: Payment | undefined; words: Words }) {
  const onward = safeTarget(payment?.redirectUrl) ?? safeTarget(payment?.cancelUrl);
  const shop = safeTarget(payment?.shopUrl);
  return (
    <>
      {onward ? (
        <a class="onward" href={onward}>
          {words.returnNow}
        </a>
      ) : shop ? (
        <a class="onward" href={shop}>
          {words.shop}
        </a>
      ) : null}
      <p class="aside">
        <a href={`${mount()}/console/`}>{words.console}</a>
      </p>
    </>
  );
}

/** What came of a payment that waits for the buyer no more. */
export function endText({ state, otherBrowser, redirectUrl, confirmUrlType }: Payment, words: Words): string {
  if (state === "FAILED" || state === "EXPIRED") return words[state];
  if (otherBrowser) return words.otherBrowser;
  if (redirectUrl) return words.returning;
  if (state === "CANCELLED") return words.CANCELLED;
  return confirmUrlType === "SERVER" ? words.server : confirmUrlType === "NONE" ? words.none : words.ended;
}

/** A button that copies a text, and says so. */
export function Copy({ text, label, words }: { text: string; label: string; words: Words }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" class="outline secondary" onClick={() => void copy().catch(() => {})}>
      <span role="status">{done ? words.copied : label}</span>
    </button>
  );
}
