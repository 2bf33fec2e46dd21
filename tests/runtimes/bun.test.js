import { startOn } from "./on-process.js";
import { suite } from "./suite.js";

suite("Bun", startOn("bun", "on-bun.js"));
