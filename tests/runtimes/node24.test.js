import { startOn } from "./on-process.js";
import { suite } from "./suite.js";

suite("Node.js 24", startOn("node24", "on-node.js"));
