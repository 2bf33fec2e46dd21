/** What the pages ask of their sandbox while somebody looks. */
import { useEffect, useRef, useState } from "preact/hooks";
import { answered, ask, Refused } from "./ask";

export { ask, call, Refused } from "./ask";

export interface Asked<T> {
  data: T | undefined;
  /** The last question had no answer; `data` is then the last one that came. */
  problem: Refused | undefined;
  again(): void;
}

/** Asks now, and again every so often while somebody looks. */
export function useAsked<T>(path: string, every = 2000): Asked<T> {
  const [state, setState] = useState<{ path: string; data: T | undefined; problem: Refused | undefined } | undefined>(() => {
    const data = answered<T>(path);
    return data === undefined ? undefined : { path, data, problem: undefined };
  });
  const known = useRef(state !== undefined);
  const again = useRef(() => {});
  useEffect(() => {
    let last = "";
    let timer: ReturnType<typeof setTimeout>;
    let over = false;
    const run = async () => {
      clearTimeout(timer);
      try {
        const text = document.hidden && last !== "" ? last : await ask("GET", path);
        if (over) return;
        if (text !== last) setState({ path, data: JSON.parse(text) as T, problem: undefined });
        last = text;
      } catch (thrown) {
        if (over) return;
        last = "";
        const problem = thrown instanceof Refused ? thrown : new Refused(String(thrown), 0);
        setState((known) => ({ path, data: known && isSame(known.path, path) ? known.data : undefined, problem }));
      }
      timer = setTimeout(run, every);
    };
    again.current = () => void run();
    if (known.current) timer = setTimeout(run, every);
    else void run();
    known.current = false;
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [path, every]);
  // What was told of another payment is nothing to show. What another search found stays until the new one has its answer.
  const own = state && isSame(state.path, path) ? state : undefined;
  return { data: own?.data, problem: state?.path === path ? state.problem : undefined, again: () => again.current() };
}

/** Do two paths ask for the same, but for what is searched for? */
function isSame(one: string, other: string): boolean {
  return one.split("?", 1)[0] === other.split("?", 1)[0];
}
