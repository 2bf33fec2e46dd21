/** A list that stays with the sandbox: only the pages of it that are looked at are asked for. */
import { elementScroll, observeElementOffset, observeElementRect, type VirtualItem, Virtualizer } from "@tanstack/virtual-core";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { answered, call, Refused } from "./ask";
import { PAGE, pageOf, pathOf } from "./transactions/query";
import type { List, Row } from "./views";

const EVERY = 2000;

/** No browser makes an element much taller, in pixels: Firefox ends at 17.9 million, Chromium and Safari at 33.5. */
const TALLEST = 15_000_000;

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
  const [pages, setPages] = useState<{ query: string; found: number; now: string; lists: Map<number, Row[]> } | undefined>(() => {
    const list = answered<List>(pathOf(query, from));
    return list && { query, found: list.found, now: list.now, lists: new Map([[from, list.rows]]) };
  });
  const known = useRef(pages !== undefined);
  const [problem, setProblem] = useState<Refused>();
  // Before the first frame: an answer that comes by then is in it.
  useLayoutEffect(() => {
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
    if (known.current) timer = setTimeout(run, EVERY);
    else void run();
    known.current = false;
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

/** A list whose rows are drawn as they are scrolled to. */
export interface Virtual {
  items: VirtualItem[];
  /** How tall all rows are together, or would be. */
  height: number;
  /** Where a row is drawn. */
  top(item: VirtualItem): number;
}

/**
 * Which rows of a long list are to be drawn, and where. What is taller than a browser allows is scrolled by a smaller scale, so that the
 * last row can be reached.
 *
 * @param all How many rows there are.
 * @param height Of what can be seen, as the styles will have it: rows are drawn with all else, before there is anything to measure.
 */
export function useVirtual(all: number, size: number, height: number, scroller: () => HTMLElement | null): Virtual {
  const [, draw] = useState(0);
  // The first frame has only what is seen in it, and waits for no place of any other row.
  const [begun, begin] = useState(false);
  useEffect(() => begin(all > 0), [all > 0]);
  const count = begun ? all : Math.min(all, PAGE);
  const total = all * size;
  const tall = Math.min(total, TALLEST);
  /** So many pixels of the rows are scrolled by with one of the element's: its lowest place is that of the last row. */
  const scale = useRef(1);
  const seen = scroller()?.clientHeight ?? height;
  scale.current = total > tall ? (total - seen) / (tall - seen) : 1;
  // Nothing is measured for nothing.
  const element = () => (all > 0 ? scroller() : null);
  const [virtualizer] = useState(
    () =>
      new Virtualizer<HTMLElement, HTMLElement>({
        count,
        getScrollElement: element,
        estimateSize: () => size,
        initialRect: { width: innerWidth, height },
        observeElementRect,
        observeElementOffset: (made, told) => observeElementOffset(made, (offset, moves) => told(offset * scale.current, moves)),
        scrollToFn: elementScroll,
      }),
  );
  virtualizer.setOptions({
    ...virtualizer.options,
    count,
    getScrollElement: element,
    estimateSize: () => size,
    overscan: begun ? 10 : 0,
    onChange: () => draw((known) => known + 1),
  });
  const last = useRef(size);
  useLayoutEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => {
    if (last.current !== size) virtualizer.measure();
    last.current = size;
  }, [size]);
  const offset = virtualizer.scrollOffset ?? 0;
  return { items: virtualizer.getVirtualItems(), height: tall, top: ({ start }) => start - (offset - offset / scale.current) };
}

/** Whether the window is wide enough for columns. */
export function useWide(): boolean {
  const [query] = useState(() => matchMedia("(min-width: 70rem)"));
  const [wide, setWide] = useState(query.matches);
  useEffect(() => {
    const change = () => setWide(query.matches);
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, []);
  return wide;
}
