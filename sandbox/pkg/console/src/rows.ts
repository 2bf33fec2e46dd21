/** A list that stays with the sandbox: only the pages of it that are looked at are asked for. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { call, Refused } from "./api";
import type { List, Row } from "./views";

const PAGE = 100;
/** Where the sandbox tells a page of a search. */
export const pathOf = (query: string, page: number): string => `console/transactions?${query}&offset=${page * PAGE}&limit=${PAGE}`;
/** The page of a row. */
export const pageOf = (row: number): number => Math.floor(row / PAGE);
const EVERY = 2000;

export interface Rows {
  /** How many the search found; `undefined` until the first answer. */
  found: number | undefined;
  at(index: number): Row | undefined;
  now: string;
  problem: Refused | undefined;
}

/**
 * The rows of a search.
 *
 * @param query As the sandbox takes it, without offset and limit.
 * @param from The pages of the first and of the last row that can be seen.
 */
export function useRows(query: string, from: number, to: number): Rows {
  const [pages, setPages] = useState<{ query: string; found: number; now: string; lists: Map<number, Row[]> }>();
  const [problem, setProblem] = useState<Refused>();
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const run = async () => {
      try {
        for (let page = from; page <= to && !document.hidden; page++) {
          const list = await call<List>("GET", pathOf(query, page));
          if (over) return;
          setPages((known) => {
            const lists = known?.query === query && known.found === list.found ? new Map(known.lists) : new Map<number, Row[]>();
            return { query, found: list.found, now: list.now, lists: lists.set(page, list.rows) };
          });
        }
        setProblem(undefined);
      } catch (thrown) {
        if (over) return;
        setProblem(thrown instanceof Refused ? thrown : new Refused(String(thrown), 0));
      }
      if (!over) timer = setTimeout(run, EVERY);
    };
    void run();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [query, from, to]);
  // Until the new search has its answer, the rows of the one before stay.
  return {
    found: pages?.found,
    at: (index) => pages?.lists.get(pageOf(index))?.[index % PAGE],
    now: pages?.now ?? "",
    problem,
  };
}

/** Which rows of a long list are to be drawn, and where. */
export function useVirtual(count: number, size: number, scroller: () => HTMLElement | null): Virtualizer<HTMLElement, HTMLElement> {
  const [, draw] = useState(0);
  const [virtualizer] = useState(
    () =>
      new Virtualizer<HTMLElement, HTMLElement>({
        count,
        getScrollElement: scroller,
        estimateSize: () => size,
        observeElementRect,
        observeElementOffset,
        scrollToFn: elementScroll,
      }),
  );
  virtualizer.setOptions({
    ...virtualizer.options,
    count,
    getScrollElement: scroller,
    estimateSize: () => size,
    overscan: 10,
    onChange: () => draw((known) => known + 1),
  });
  const last = useRef(size);
  useLayoutEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => {
    if (last.current !== size) virtualizer.measure();
    last.current = size;
  }, [size]);
  return virtualizer;
}

/** Whether the window is wide enough for columns. */
export function useWide(): boolean {
  const [query] = useState(() => matchMedia("(min-width: 60rem)"));
  const [wide, setWide] = useState(query.matches);
  useEffect(() => {
    const change = () => setWide(query.matches);
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, []);
  return wide;
}
