import { startOnEdgeRuntime } from "./on-edge-runtime.js";
import { suite } from "./suite.js";

suite("edge-runtime", startOnEdgeRuntime);
