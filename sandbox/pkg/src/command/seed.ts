import { readFileSync } from "node:fs";
import type { Sandbox } from "../sandbox.js";
import { Problem } from "./problem.js";
import type { FileStore } from "./store.js";

/** What `--seed` names: an object, of which nothing else is known yet. */
export type Seed = Record<string, unknown>;

/** Reads the file of `--seed`. Throws a {@link Problem} where it is no JSON object. */
export function readSeed(path: string): Seed {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    throw new Problem(`the seed file ${path} cannot be read (${code ?? message})`, "give --seed the path of a JSON file");
  }
  try {
    const seed: unknown = JSON.parse(text);
    if (typeof seed === "object" && seed !== null && !Array.isArray(seed)) return seed as Seed;
  } catch (thrown) {
    throw new Problem(`the seed file ${path} is not JSON: ${(thrown as Error).message}`, "mend it");
  }
  throw new Problem(`the seed file ${path} is no JSON object`, 'begin as in { "payments": [{ "orderId": "ORD-1", "amount": 360 }] }');
}

/** A text, if it is one that could be a credential or a name; the sandbox itself says what is wrong with others. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Puts the seed in, once for each file of payments. Throws a {@link Problem} that names everything that is wrong with it. */
export async function plant(sandbox: Sandbox, seed: Seed, store: FileStore | undefined): Promise<void> {
  if (store?.own("seeded") !== undefined) return;
  const headers: [string, string][] = [["x-sandbox-control", "1"]];
  const described = JSON.stringify({
    method: "POST",
    path: "/_sandbox/seed",
    query: "",
    headers,
    peer: "127.0.0.1",
    origin: sandbox.baseUrl,
  });
  const { status, body } = sandbox.answer(described, new TextEncoder().encode(JSON.stringify(seed)));
  if (status !== 200) {
    const { error, problems } = JSON.parse(body) as { error: string; problems?: { path: string; message: string }[] };
    const list = (problems ?? [{ path: "", message: error }]).map(({ path, message }) => `  ${path || "the file"}: ${message}`);
    throw new Problem(`the seed file is wrong:\n${list.join("\n")}`, "mend each of these; nothing of it was done");
  }
  store?.keep("seeded", "true");
}
