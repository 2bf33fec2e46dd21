/** Every call as it comes in, and why it was answered so. */
import { useState } from "preact/hooks";
import { useAsked } from "../api";
import { Calls } from "../calls";
import { harOf } from "../har";
import { save } from "../parts";
import type { SandboxCall } from "../views";
import { useWords } from "../words";

export function Inspector() {
  const { words } = useWords();
  const text = words.inspector;
  const [q, setQ] = useState("");
  const [failed, setFailed] = useState(false);
  const query = new URLSearchParams({ ...(q === "" ? {} : { q }), ...(failed ? { failed: "1" } : {}) });
  const { data } = useAsked<{ all: number; calls: SandboxCall[] }>(`console/calls?${query}`, 1000);
  const calls = [...(data?.calls ?? [])].reverse();
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
        <button
          type="button"
          class="outline"
          aria-disabled={calls.length === 0}
          onClick={() => calls.length > 0 && save("linepay-sandbox.har", "application/json", harOf(data?.calls ?? [], location.origin))}
        >
          {text.har}
        </button>
      </div>
      <p role="status" class="count">
        {data ? text.live(calls.length, data.all) : words.loading}
      </p>
      {data && calls.length === 0 ? <p class="nothing">{data.all === 0 ? text.none : words.list.none}</p> : null}
      <h2 class="unseen">{words.payment.calls}</h2>
      <Calls calls={calls} />
    </>
  );
}
