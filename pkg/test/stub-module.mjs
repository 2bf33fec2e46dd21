// The package around a module made of JavaScript, which can be told to trap.
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const GLUE = `
export const world = { started: 0, resets: 0, configs: [], full: false, steps: [] };
const tasks = new Map();
const effect = (method, place) => "S1000\\n" + method + "\\nhttps://x.invalid/" + place + "\\nX-A\\n1\\n\\n";
export function __wbg_set_wasm() {
  if (world.full) throw new RangeError("out of memory");
  if (world.started) world.resets += 1;
  world.started += 1;
  tasks.clear();
}
export function ask(text, now) {
  const [what, ...lines] = text.split("\\n");
  const rest = (count) => lines.slice(count).join("\\n");
  if (what === "checkConfig") return checkConfig(rest(0));
  if (what === "mask") return mask(lines[0], rest(1));
  const [task, nonce, third, ...further] = lines;
  if (what === "resume") return resume(Number(task), Number(third), further.join("\\n"), now, nonce);
  const [operation, config, options, request] = further;
  return start(Number(task), operation, config, request, options, third === "1", now, nonce);
}
function checkConfig(text) {
  const config = JSON.parse(text);
  world.configs.push(config);
  if (config.channelId === "trap") throw new WebAssembly.RuntimeError("unreachable");
  if (config.channelId) return "Rnull";
  return "E" + JSON.stringify({
    code: "INVALID_CONFIGURATION", message: "channelId is missing", outcome: "not-executed", retry: "never",
    issues: [{ path: "channelId", rule: "required", message: "is required", messageZhTw: "為必填" }],
  });
}
function mask(config, text) { return text.replaceAll(JSON.parse(config).channelSecret, "[masked]"); }
export function forget() { tasks.clear(); }
function start(task, operation, config, request, options, observed, now, nonce) {
  if (tasks.has(task)) return "G";
  const { how, method = "POST" } = JSON.parse(request);
  world.last = { config: JSON.parse(config), operation, options: JSON.parse(options) };
  world.steps.push(["start", task, nonce]);
  if (how === "trap at once") throw new WebAssembly.RuntimeError("unreachable");
  tasks.set(task, { how, method, given: [] });
  const event = observed ? 'V[{"type":"request","call":1}]\\n' : "";
  return event + effect(method, how.replaceAll(" ", "-")) + "{}";
}
function resume(task, status, text, now, nonce) {
  const known = tasks.get(task);
  if (!known) return "G";
  world.steps.push(["resume", task, nonce]);
  known.given.push(status);
  const { how, given } = known;
  if (how === "trap" || (how === "trap later" && given.length === 2)) throw new WebAssembly.RuntimeError("unreachable");
  if (how === "slow" && given.length === 1) return "W80";
  if (how === "trap later") return effect("GET", "then");
  if (how === "twice" && given.length === 1) return 'V[{"type":"request","call":2}]\\n' + effect("GET", "twice");
  tasks.delete(task);
  if (how === "refused") return "E" + JSON.stringify({
    code: "REFUSED", message: "No", outcome: "not-executed", retry: "never", issues: [], returnCode: "1104", raw: "{}",
  });
  return "R" + JSON.stringify({ given }) + "\\n" + text;
}
`;

export const folder = await mkdtemp(join(tmpdir(), "linepay-edge-"));
after(() => rm(folder, { recursive: true }));
const here = fileURLToPath(new URL("..", import.meta.url));
await cp(join(here, "dist"), join(folder, "dist"), { recursive: true });
await cp(join(here, "package.json"), join(folder, "package.json"));
await mkdir(join(folder, "wasm"));
await writeFile(join(folder, "wasm/linepay_edge.js"), GLUE);
// (module (func (export "__wbindgen_start")))
const STARTS = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 20, 1, 16];
export const MODULE = Buffer.concat([Buffer.from(STARTS), Buffer.from("__wbindgen_start"), Buffer.from([0, 0, 10, 4, 1, 2, 0, 11])]);
await writeFile(join(folder, "wasm/inline.js"), `export default "${MODULE.toString("base64")}";`);

export const load = (path) => import(pathToFileURL(join(folder, path)));
export const { forget, world } = await load("wasm/linepay_edge.js");
export const { init, LinePay, LinePayError } = await load("dist/index.js");

export const SECRET = "0123456789abcdef0123456789abcdef";
export const options = (more = {}) => ({
  channelId: "1234567890",
  channelSecret: SECRET,
  version: "v2",
  fetch: async () => new Response("{}"),
  ...more,
});
