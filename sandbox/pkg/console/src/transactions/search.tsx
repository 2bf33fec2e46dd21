/** Where the reader says what the list is searched for. */
import { useEffect, useState } from "preact/hooks";
import { STATES } from "../views";
import { useWords } from "../words";
import { NOTHING, type Search } from "./query";

type Change = (part: Partial<Search>) => void;

const fieldsOf = (search: Search, change: Change) => (name: keyof Search) => ({
  value: search[name],
  onInput: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
});

export function Form({ search, change }: { search: Search; change: Change }) {
  const { words } = useWords();
  const { list } = words;
  const field = fieldsOf(search, change);
  // What is folded up is not in the first frame.
  const [drawn, draw] = useState(false);
  useEffect(() => draw(true), []);
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
        {drawn ? <More search={search} change={change} /> : null}
      </details>
    </form>
  );
}

function More({ search, change }: { search: Search; change: Change }) {
  const { list } = useWords().words;
  const field = fieldsOf(search, change);
  const orders = [
    ["-date", list.newest],
    ["date", list.oldest],
    ["-amount", list.largest],
    ["amount", list.smallest],
    ["order", list.byOrder],
    ["state", list.byState],
  ];
  return (
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
  );
}
