import { hostile } from "./hostile.js";
import { startOn } from "./on-process.js";
import { suite } from "./suite.js";

suite("Node.js", startOn("node", "on-node.js"));
hostile("Node.js", startOn("node", "on-node.js"));
