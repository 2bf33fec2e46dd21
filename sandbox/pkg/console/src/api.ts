/** How the console asks its sandbox. */
import { useEffect, useRef, useState } from "preact/hooks";
import { reason } from "../../src/error";
import { mount, session } from "./session";

/** What the sandbox said in place of an answer; its status is 0 where there was none. */
export class Refused extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

const begun = new Map<string, Promise<string>>();

/** Asks before there is anything to draw on: who wants to know it first gets this answer. */
export function begin(path: string): void {
  const answer = ask("GET", path);
  answer.catch(() => {});
  begun.set(path, answer);
}

/** The answer's text: what is compared before anything is drawn again. */
export async function ask(method: string, path: string, body?: object, world = session.world): Promise<string> {
  const early = method === "GET" ? begun.get(path) : undefined;
  begun.delete(path);
  if (early) return early;
  const headers: Record<string, string> = { "x-sandbox-control": session.token, "x-sandbox-world": world };
  if (body !== undefined) headers["content-type"] = "application/json";
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${mount()}/_sandbox/${path}`, {
      method,
      headers,
      cache: "no-store",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch {
    throw new Refused("", 0);
  }
  if (!response.ok) throw new Refused(reason(text), response.status);
  return text;
}

export async function call<T>(method: string, path: string, body?: object, world?: string): Promise<T> {
  return JSON.parse(await ask(method, path, body, world)) as T;
}

export interface Asked<T> {
  data: T | undefined;
  /** The last question had no answer; `data` is then the last one that came. */
  problem: Refused | undefined;
  again(): void;
}

/** Asks now, and again every so often while somebody looks. */
export function useAsked<T>(path: string, every = 2000): Asked<T> {
  const [state, setState] = useState<{ path: string; data: T | undefined; problem: Refused | undefined }>();
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
        setState((known) => ({ path, data: known?.path === path ? known.data : undefined, problem }));
      }
      timer = setTimeout(run, every);
    };
    again.current = () => void run();
    void run();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [path, every]);
  // What was told of another payment is nothing to show.
  const own = state?.path === path ? state : undefined;
  return { data: own?.data, problem: own?.problem, again: () => again.current() };
}
