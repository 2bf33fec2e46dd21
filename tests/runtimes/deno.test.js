import { startOn } from "./on-process.js";
import { suite } from "./suite.js";

suite("Deno", startOn("deno", "on-deno.js"));
