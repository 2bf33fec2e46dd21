/** The deck's 下載履歷: all movements as a file for spreadsheets. */
import { useState } from "preact/hooks";
import { ask, Refused } from "../api";
import { save } from "../parts";
import { momentOf } from "../transactions/query";
import { useWords } from "../words";

export function History() {
  const { words, language } = useWords();
  const text = words.history;
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [said, setSaid] = useState("");
  const download = async () => {
    const wish = { from: momentOf(from, "00:00:00.000"), to: momentOf(to, "23:59:59.999"), sort: "date" };
    const query = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ""));
    try {
      const csv = await ask("GET", `console/history/${language}?${query}`);
      // Reading it as a text has taken the mark away that tells spreadsheets that it is UTF-8.
      save("linepay-sandbox.csv", "text/csv;charset=utf-8", `\ufeff${csv.replace(/^\ufeff/, "")}`);
      setSaid(text.done);
    } catch (thrown) {
      setSaid(thrown instanceof Refused && thrown.message !== "" ? thrown.message : words.noAnswer);
    }
  };
  return (
    <>
      <h1>{words.pages.history}</h1>
      <p>{text.why}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void download();
        }}
      >
        <div class="search">
          <label>
            {words.list.from}
            <input type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
          </label>
          <label>
            {words.list.to}
            <input type="date" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
          </label>
          <button type="submit">{text.download}</button>
        </div>
      </form>
      <p role="status">{said}</p>
      <p>
        <small>{text.ids}</small>
      </p>
    </>
  );
}
