// merchant.js behind Bun's own server. Prints its origin.
import merchant from "./merchant.js";

const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => merchant.fetch(request, process.env) });
console.log(`http://127.0.0.1:${server.port}`);
