// merchant.js behind Deno's own server. Prints its origin.
import merchant from "./merchant.js";

const env = Object.fromEntries(["ID", "SECRET"].map((name) => [`LINE_PAY_CHANNEL_${name}`, Deno.env.get(`LINE_PAY_CHANNEL_${name}`)]));
env.LINE_PAY_BASE_URL = Deno.env.get("LINE_PAY_BASE_URL");
const onListen = ({ port }) => console.log(`http://127.0.0.1:${port}`);
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, (request) => merchant.fetch(request, env));
