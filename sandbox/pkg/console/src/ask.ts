/** Questions to the sandbox. */
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

interface Begun {
  answer: Promise<string>;
  text?: string;
}
const begun = new Map<string, Begun>();

/** Asks before there is anything to draw on: who wants to know it first gets this answer. Ends when it is there, or refused. */
export async function begin(path: string): Promise<void> {
  const early: Begun = { answer: ask("GET", path) };
  begun.set(path, early);
  try {
    early.text = await early.answer;
  } catch {
    // Who wants to know it is told why.
  }
}

/** The answer to what was begun, if it is there already: once. */
export function answered<T>(path: string): T | undefined {
  const text = begun.get(path)?.text;
  if (text === undefined) return undefined;
  begun.delete(path);
  return JSON.parse(text) as T;
}

/** The answer's text: what is compared before anything is drawn again. */
export async function ask(method: string, path: string, body?: object, world = session.world): Promise<string> {
  const early = method === "GET" ? begun.get(path) : undefined;
  begun.delete(path);
  if (early) return early.answer;
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
