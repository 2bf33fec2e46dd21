import { fileURLToPath } from "node:url";
import { errors } from "./errors.js";
import { operations } from "./operations.js";
import { startOnWorkerd } from "./on-workerd.js";
import { suite } from "./suite.js";

// The merchant in Rust. It has no module that could be replaced in the middle of a call, and no sandbox in its process.
const entry = fileURLToPath(new URL("../../target/rust-workers/merchant_in_rust/worker.js", import.meta.url));
const start = (bindings) => startOnWorkerd("rust", { entryPoints: [entry] }, { bindings });

suite("workerd, a worker in Rust", start, [operations, errors]);
