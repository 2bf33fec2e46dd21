import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inProject, INSTALLED, SANDBOX } from "../project.js";
import { suite } from "./suite.js";

const FOLDER = fileURLToPath(new URL("../../target/runtimes/browser/", import.meta.url));
const TYPES = { js: "text/javascript", wasm: "application/wasm" };

/** Runs in the page, or in a worker of it. */
const inPage = (given) => globalThis.ask(...given);
const inWorker = async (given) => {
  const worker = new Worker("/in-worker.js", { type: "module" });
  const answer = () =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  await answer();
  worker.postMessage(given);
  return answer();
};

/**
 * The suite in a browser's page, where merchant.js answers to calls of a function; and that the client refuses to be there unless
 * it is told otherwise in as many words.
 *
 * @param {string} name
 * @param {() => Promise<{ newPage: () => Promise<object>, close: () => Promise<void> }>} launch playwright's or puppeteer's.
 */
export function inBrowser(name, launch) {
  let open;
  const start = async (bindings) => {
    open = await openPage(launch, bindings);
    return open;
  };
  const { check } = suite(name, start);

  for (const [place, where] of [
    ["page", inPage],
    ["worker", inWorker],
  ]) {
    check("refusal", `the client refuses to start in a ${place}, and says what to do`, async () => {
      const post = {
        method: "POST",
        body: JSON.stringify({ operation: "paymentCheck", arguments: [{ orderId: ["ORD-1"] }], version: "v3" }),
      };
      const refused = JSON.parse((await open.ask(where, "/call", post, false)).body);
      assert.equal(refused.error.code, "INVALID_CONFIGURATION");
      assert.deepEqual([refused.error.issues[0].path, refused.error.issues[0].rule], ["dangerouslyAllowBrowser", "server-only"]);
      assert.match(refused.error.message, new RegExp(`browser ${place}.*from your server`));
      const allowed = JSON.parse((await open.ask(where, "/call", post, true)).body);
      assert.equal(allowed.error.code, "NOT_FOUND");
    });
  }
}

async function openPage(launch, bindings) {
  const folder = inProject("runtimes/merchant");
  await build({
    entryPoints: ["in-page.js", "in-worker.js"].map((file) => join(folder, file)),
    outdir: FOLDER,
    bundle: true,
    format: "esm",
    conditions: ["browser"],
    logLevel: "warning",
  });
  const server = createServer((request, response) => serve(request, response).catch(() => response.destroy()));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => typeof globalThis.ask === "function");

  const ask = (where, path, { method = "GET", headers = {}, body } = {}, allowed = true) =>
    page.evaluate(where, [new URL(path, origin).href, { method, headers, body }, bindings, allowed]);
  return {
    origin,
    ask,
    fetch: async (path, init) => {
      const { status, headers, body } = await ask(inPage, path, init);
      return new Response(body, { status, headers });
    },
    stop: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(request, response) {
  if (request.url === "/relay") return relay(request, response);
  if (request.url === "/") {
    response.writeHead(200, { "content-type": "text/html" });
    return response.end("<!doctype html><title>merchant</title><script type=module src=/in-page.js></script>");
  }
  const type = TYPES[request.url.split(".").at(-1)];
  if (type === undefined) return response.writeHead(404).end();
  // Modules are where the packages have them, seen from a script at the root.
  const modules = [INSTALLED, SANDBOX].map((folder) => join(folder, request.url));
  const content = await readFile(type === TYPES.wasm ? modules.find(existsSync) : join(FOLDER, basename(request.url)));
  response.writeHead(200, { "content-type": type });
  return response.end(content);
}

/** Passes a call on to LINE Pay's sandbox; a connection that breaks there breaks here. */
async function relay(incoming, response) {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  let text = "";
  for await (const chunk of incoming.setEncoding("utf8")) text += chunk;
  const { url, ...init } = JSON.parse(text);
  const answer = await fetch(url, { ...init, redirect: "manual", signal: gone.signal });
  // The head first: where a connection breaks before it, a browser may repeat the call by itself, even a POST.
  response.writeHead(answer.status).flushHeaders();
  response.end(await answer.text());
}
