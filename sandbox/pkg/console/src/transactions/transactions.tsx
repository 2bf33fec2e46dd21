/** The deck's 管理交易: every transaction, to search. */
import { useEffect, useState } from "preact/hooks";
import { useWords } from "../words";
import { NOTHING, queryOf } from "./query";
import { Form } from "./search";
import { Table } from "./table";

/** So long after the last key the search begins. */
const PAUSE = 50;

export function Transactions() {
  const { words } = useWords();
  const [search, setSearch] = useState(NOTHING);
  const [query, setQuery] = useState(() => queryOf(NOTHING));
  useEffect(() => {
    const timer = setTimeout(() => setQuery(queryOf(search)), PAUSE);
    return () => clearTimeout(timer);
  }, [search]);
  return (
    <>
      <h1>{words.pages.transactions}</h1>
      <Form search={search} change={(part) => setSearch((known) => ({ ...known, ...part }))} />
      <Table query={query} search={search} sort={(sort) => setSearch((known) => ({ ...known, sort }))} />
    </>
  );
}
