/** What is used of a Durable Object's namespace: the binding, or its `jurisdiction(…)`. */
export interface ObjectNamespace {
  idFromName(name: string): unknown;
  // A parameter of the runtime's own type stands here; `never` lets it be any.
  get(id: never): { fetch(url: string, init: { method: string; body: string }): Promise<{ ok: boolean; text(): Promise<string> }> };
}

/** What the ledger asks of its objects. Undefined becomes null on the way. */
export interface Calls {
  read: { asked: { key: string }; answer: { text: string | null; version: string | null; now: number } };
  /** `version` is the new one, made by the caller, so that the same write sent twice is known as one. */
  write: {
    asked: { key: string; text: string; ifVersion: string | null; wakeAt: number | null; version: string };
    answer: { done: boolean; now: number };
  };
  remove: { asked: { key: string; ifVersion: string }; answer: { done: boolean } };
  /** Puts a key into the index, moves it there, or (null) takes it out. The highest `sequence` counts; the answer is what counts. */
  enter: { asked: { key: string; wakeAt: number | null; sequence: number }; answer: { wakeAt: number | null; sequence: number } };
  /** `after`: only what is due then and has a key behind this one, or is due later. A null key: every key. */
  due: {
    asked: { now: number; limit: number; after: { wakeAt: number; key: string | null } | null };
    answer: [key: string, wakeAt: number][];
  };
  /** When the index has it that an order is to be looked at. */
  when: { asked: { key: string }; answer: { wakeAt: number | null } };
  open: { asked: { after: string | null; limit: number }; answer: string[] };
}

/** How often a call is sent at most, and how long the first pause is, in milliseconds. */
const [TRIES, PAUSE] = [4, 50];

/**
 * Asks one object. Where the runtime says that an error is passing (`retryable`), asks again with a new stub, for one that has failed may
 * stay broken; never where the object is `overloaded`. `tries` says how often it was sent: with more than one, an earlier one may
 * have had its effect.
 */
export async function call<Name extends keyof Calls>(
  namespace: ObjectNamespace,
  object: string,
  name: Name,
  asked: Calls[Name]["asked"],
): Promise<{ answer: Calls[Name]["answer"]; tries: number }> {
  for (let tries = 1; ; tries += 1) {
    try {
      const stub = namespace.get(namespace.idFromName(object) as never);
      const response = await stub.fetch(`https://ledger/${name}`, { method: "POST", body: JSON.stringify(asked) });
      const text = await response.text();
      if (!response.ok) throw new Error(`the ledger's object answered: ${text}`);
      return { answer: JSON.parse(text), tries };
    } catch (error) {
      if (tries >= TRIES || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE * 2 ** tries * (0.5 + Math.random())));
    }
  }
}

function isPassing(error: unknown): boolean {
  const { retryable, overloaded } = (error ?? {}) as { retryable?: unknown; overloaded?: unknown };
  return retryable === true && overloaded !== true;
}

/** How many objects the index is spread over. It stays as it is: an order is looked for where it was entered. */
const SHARDS = 16;

/** The object that keeps one order. */
export const orderObject = (key: string) => `order:${key}`;

/** The objects that keep the index, in the order in which `open` lists them. */
export const shardObjects = Array.from({ length: SHARDS }, (_, shard) => `open:${shard}`);

/** Which of them knows an order: by FNV-1a over its characters. */
export function shardOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % SHARDS;
}
