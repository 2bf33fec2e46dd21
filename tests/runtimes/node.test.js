import { hostile } from "./hostile.js";
import merchant from "./merchant.js";
import { suite } from "./suite.js";

const origin = "http://127.0.0.1:8080";

// The handler itself, without a server in between.
const start = async (bindings) => ({
  origin,
  fetch: (path, init) => merchant.fetch(new Request(new URL(path, origin), init), bindings),
});

suite("node", start);
hostile("node", start);
