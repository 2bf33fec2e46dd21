import { randomBytes, randomInt } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DemoProblem } from "./problem.js";
import { answers } from "./ports.js";

const PASSWORD_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** What the demo keeps on disk between two starts: payments, orders, ports and made-up credentials. */
export class State {
  #folder;

  /** @param {string} folder */
  constructor(folder) {
    this.#folder = folder;
  }

  folder(name) {
    return join(this.#folder, name);
  }

  /** Fails while another demo runs on the same state. */
  async claim() {
    const running = this.#read("running.json");
    if (running && running.pid !== process.pid && isAlive(running.pid) && (await answers(running.shop))) {
      throw new DemoProblem(
        `the demo is running already (http://127.0.0.1:${running.shop}, process ${running.pid})`,
        "use that one, or end it first",
      );
    }
  }

  reset() {
    for (const name of ["credentials.json", "ports.json", "running.json", "shop", "shop-d1", "sandbox"]) {
      rmSync(this.folder(name), { recursive: true, force: true });
    }
  }

  get lastPorts() {
    return this.#read("ports.json");
  }

  /** Notes that this process runs on these ports. */
  started(ports) {
    this.#write("ports.json", ports);
    this.#write("running.json", { pid: process.pid, shop: ports.shop });
  }

  stopped() {
    rmSync(this.folder("running.json"), { force: true });
  }

  /** Made up at the first start; worth nothing outside this demo. */
  credentials() {
    const kept = this.#read("credentials.json");
    if (kept) return kept;
    const made = {
      channelId: `16${String(randomInt(1e8)).padStart(8, "0")}`,
      channelSecret: randomBytes(16).toString("hex"),
      staffPassword: Array.from({ length: 12 }, () => PASSWORD_LETTERS[randomInt(PASSWORD_LETTERS.length)]).join(""),
    };
    this.#write("credentials.json", made);
    return made;
  }

  #read(name) {
    const file = this.folder(name);
    if (!existsSync(file)) return undefined;
    try {
      return JSON.parse(readFileSync(file, "utf8"));
    } catch {
      throw new DemoProblem(`${file} is damaged`, "start with --reset, which forgets all payments of the demo");
    }
  }

  /** Whole or not at all, readable by its owner only. */
  #write(name, value) {
    mkdirSync(this.#folder, { recursive: true });
    const file = this.folder(name);
    writeFileSync(`${file}.new`, `${JSON.stringify(value)}\n`, { mode: 0o600 });
    chmodSync(`${file}.new`, 0o600);
    renameSync(`${file}.new`, file);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
