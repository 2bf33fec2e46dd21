/** What the list is searched for. */
import { STATES } from "../views";
import { useWords } from "../words";

export interface Search {
  q: string;
  state: string;
  from: string;
  to: string;
  least: string;
  most: string;
  sort: string;
}

export const NOTHING: Search = { q: "", state: "", from: "", to: "", least: "", most: "", sort: "-date" };
/** A moment of one of the reader's own days, as the sandbox takes it; nothing where there is no day. */
export function momentOf(day: string, time: string): string {
  const at = new Date(`${day}T${time}`);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

export function queryOf({ from, to, ...rest }: Search): string {
  const all = { ...rest, from: momentOf(from, "00:00:00.000"), to: momentOf(to, "23:59:59.999") };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== "")).toString();
}

export function Form({ search, change }: { search: Search; change: (part: Partial<Search>) => void }) {
  const { words } = useWords();
  const { list } = words;
  const field = (name: keyof Search) => ({
    value: search[name],
    onInput: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });
  const orders = [
    ["-date", list.newest],
    ["date", list.oldest],
    ["-amount", list.largest],
    ["amount", list.smallest],
    ["order", list.byOrder],
    ["state", list.byState],
  ];
  return (
    <form class="search" onSubmit={(event) => event.preventDefault()}>
      <label class="wide">
        {list.search}
        <input type="search" placeholder={list.hint} {...field("q")} />
      </label>
      <label>
        {list.state}
        <select {...field("state")}>
          <option value="">{list.any}</option>
          {STATES.map((state) => (
            <option key={state} value={state}>
              {words.states[state]}
            </option>
          ))}
        </select>
      </label>
      <details>
        <summary>{list.more}</summary>
        <div class="search">
          <label>
            {list.from}
            <input type="date" {...field("from")} />
          </label>
          <label>
            {list.to}
            <input type="date" {...field("to")} />
          </label>
          <label>
            {list.least}
            <input type="number" min="0" step="any" {...field("least")} />
          </label>
          <label>
            {list.most}
            <input type="number" min="0" step="any" {...field("most")} />
          </label>
          <label>
            {list.sort}
            <select {...field("sort")}>
              {orders.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
          <button type="button" class="outline" onClick={() => change(NOTHING)}>
            {list.clear}
          </button>
        </div>
      </details>
    </form>
  );
}
