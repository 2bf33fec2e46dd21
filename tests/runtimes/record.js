import { mkdirSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../target/matrix/", import.meta.url));

/**
 * Counts what passed, by group, for README's table: `cargo xtask test` compares it.
 *
 * @param {"runtimes" | "bundlers"} table
 * @param {string} name What was tested.
 * @returns {(group: string, title: string, run: (context: object) => Promise<void>) => void} Declares a test.
 */
export function recorder(table, name) {
  const groups = {};
  after(() => {
    mkdirSync(FOLDER, { recursive: true });
    const file = `${FOLDER}${table}-${name.replace(/[^a-z0-9]+/gi, "-").toLowerCase()}.json`;
    writeFileSync(file, `${JSON.stringify({ table, name, groups })}\n`);
  });
  return (group, title, run) => {
    groups[group] ??= { passed: 0, total: 0 };
    const count = groups[group];
    count.total += 1;
    test(`${name}: ${title}`, async (context) => {
      await run(context);
      count.passed += 1;
    });
  };
}
