import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import type { Change } from "../core.js";
import type { Store } from "../host.js";
import { Problem } from "./problem.js";

/** The first line of a file, by which it is known. */
const HEAD = '{"linepay-sandbox":1}\n';

/** What is not the core's, but the command's own, such as credentials. */
const OWN = "own/";

/**
 * Keeps records in a file: a line of JSON for each answer, with the changes that it made, written before the answer is sent. What is
 * written outlives the command, however it ends; a line that was cut off belongs to an answer that nobody got, and is dropped.
 */
export class FileStore implements Store {
  readonly #path: string;
  readonly #records = new Map<string, string>();
  #file = -1;
  #length = 0;

  /** Takes the file for this process alone. Throws a {@link Problem} where it is another program's, damaged, or in use. */
  constructor(path: string) {
    this.#path = path;
    lock(`${path}.lock`, path);
    try {
      this.#read();
      this.#rewrite();
    } catch (thrown) {
      rmSync(`${path}.lock`, { force: true });
      throw unusable(path, thrown);
    }
  }

  load(): Iterable<[string, string]> {
    return [...this.#records].filter(([key]) => !key.startsWith(OWN));
  }

  /** A record of the command's own. */
  own(name: string): string | undefined {
    return this.#records.get(OWN + name);
  }

  keep(name: string, value: string): void {
    this.write([[OWN + name, value]]);
  }

  write(changes: Change[]): void {
    if (changes.length === 0) return;
    const line = Buffer.from(`${JSON.stringify(changes)}\n`);
    try {
      for (let at = 0; at < line.length; ) at += writeSync(this.#file, line, at, line.length - at, this.#length + at);
    } catch (thrown) {
      // Half of a line would hide the next one.
      ftruncateSync(this.#file, this.#length);
      throw unusable(this.#path, thrown);
    }
    this.#length += line.length;
    this.#apply(changes);
  }

  close(): void {
    closeSync(this.#file);
    rmSync(`${this.#path}.lock`, { force: true });
  }

  #apply(changes: Change[]): void {
    for (const [name, value] of changes) {
      // As production's records were called before it was a world.
      const key = name.replace(/^part\//, "world/");
      if (value === null) this.#records.delete(key);
      else this.#records.set(key, value);
    }
  }

  #read(): void {
    if (!existsSync(this.#path) || statSync(this.#path).size === 0) return;
    const text = readFileSync(this.#path, "utf8");
    if (!text.startsWith(HEAD)) {
      throw new Problem(`${this.#path} is no file of the sandbox`, "give --persist another file; this one was left as it is");
    }
    const lines = text.slice(HEAD.length).split("\n");
    // What follows the last line break was never finished.
    lines.pop();
    for (const [index, line] of lines.entries()) this.#apply(this.#changes(line, index + 2));
  }

  #changes(line: string, number: number): Change[] {
    try {
      const changes: unknown = JSON.parse(line);
      if (Array.isArray(changes) && changes.every(isChange)) return changes;
    } catch {
      // Said below.
    }
    throw new Problem(
      `${this.#path} is damaged in line ${number}`,
      "mend that line, or begin with another file; this one was left as it is",
    );
  }

  /** One line for all that is known: the history is not needed. Whole or not at all. */
  #rewrite(): void {
    const kept: Change[] = [...this.#records];
    const text = Buffer.from(HEAD + (kept.length === 0 ? "" : `${JSON.stringify(kept)}\n`));
    const fresh = `${this.#path}.new`;
    writeFileSync(fresh, text, { mode: 0o600, flush: true });
    renameSync(fresh, this.#path);
    this.#file = openSync(this.#path, "r+");
    this.#length = text.length;
  }
}

function isChange(value: unknown): value is Change {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && (value[1] === null || typeof value[1] === "string");
}

/** Notes that this process has the file; fails while another one that runs has it. */
function lock(path: string, file: string): void {
  for (const last of [false, true]) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: "wx" });
      return;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== "EEXIST") throw unusable(file, thrown);
      const owner = Number(readFileSync(path, "utf8"));
      if (last || isAlive(owner)) {
        throw new Problem(
          `process ${owner} keeps its payments in ${file} already`,
          `use that one, end it, or (if it is none) delete ${path}`,
        );
      }
      rmSync(path, { force: true });
    }
  }
}

function isAlive(process_: number): boolean {
  if (!Number.isInteger(process_) || process_ <= 0 || process_ === process.pid) return false;
  try {
    process.kill(process_, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}

function unusable(path: string, thrown: unknown): Error {
  if (thrown instanceof Problem || !(thrown instanceof Error)) return thrown as Error;
  const { code } = thrown as NodeJS.ErrnoException;
  const remedy =
    code === "ENOSPC"
      ? "make room on the disk; nothing that was answered is lost"
      : "see that the folder exists and that you may write there";
  return new Problem(`${path} cannot be written (${code ?? thrown.message})`, remedy);
}
