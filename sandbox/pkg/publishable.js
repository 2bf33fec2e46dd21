// npm runs this before it publishes the package, and not when it packs it. Where the repository will stand is not decided: the three
// fields that lead there are missing rather than untrue, and nothing is published without them.
import { readFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const missing = ["repository", "homepage", "bugs"].filter((field) => !manifest[field]);
if (missing.length > 0) {
  console.error(`package.json does not say where the project is: put in ${missing.join(", ")} before you publish it`);
  process.exitCode = 1;
}
