// A whole checkout, reserve and confirm, on workerd: with a ledger in Durable Objects beside without one.
import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createSandbox } from "linepay-sandbox";
import { choosePorts, HOST } from "../../www/demo/ports.js";
import { startWorker } from "../../www/demo/worker.js";
import { CREDENTIALS } from "../cases.js";
import { processorTime, workerds } from "../processes.js";
import { ratio, spread } from "../timing.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SIDES = { without: "none", objects: "objects" };
/** The steps, and what each sends: to reserve, then with the buyer's approval to confirm. */
export const STEPS = ["reserve", "confirm"];
/** Checkouts at the same time. */
const ABREAST = 8;

async function startLinePay() {
  let sandbox;
  const server = createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method, url, headers } = incoming;
    const body = method === "POST" ? { body: Buffer.concat(chunks) } : {};
    const answer = await sandbox.fetch(new URL(url, sandbox.baseUrl), { method, headers, ...body });
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, HOST, resolve));
  sandbox = await createSandbox({ ...CREDENTIALS, origin: `http://${HOST}:${server.address().port}` });
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { sandbox, stop };
}

/** Does something with each, some at a time. */
async function each(items, work) {
  const next = items.values();
  const worker = async () => {
    for (const item of next) await work(item);
  };
  await Promise.all(Array.from({ length: ABREAST }, worker));
}

/** `count` checkouts; what `after` gives for each step. */
async function checkouts(url, sandbox, count, after) {
  const orders = Array.from({ length: count }, () => ({ orderId: crypto.randomUUID() }));
  const told = {};
  await each(orders, async (order) => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ orderId: order.orderId }) };
    const reserved = await (await fetch(`${url}/pay/reserve`, init)).json();
    order.transactionId = reserved.transactionId;
  });
  told.reserve = await after();
  for (const order of orders) order.back = (await sandbox.approve(order.transactionId)).redirectUrl;
  await after();
  await each(orders, async ({ back }) => {
    const page = await (await fetch(back, { headers: { "accept-language": "en" } })).text();
    if (!page.includes("Payment received")) throw new Error(`no receipt: ${page.slice(0, 500)}`);
  });
  told.confirm = await after();
  return told;
}

/** How often one checkout alone goes to the store, by step and call. */
async function roundTrips(url, sandbox) {
  const counts = async () => {
    // What goes on behind the page is part of the step.
    await new Promise((resolve) => setTimeout(resolve, 500));
    return (await fetch(`${url}/counts`)).json();
  };
  await counts();
  return checkouts(url, sandbox, 1, counts);
}

/**
 * @param {{ rounds: number, count: number, tell: (line: string) => void }} settings `count` checkouts a round and side.
 */
export async function measureOrders({ rounds, count, tell }) {
  const home = mkdtempSync(join(tmpdir(), "linepay-bench-"));
  const folder = here("../../target/bench/workers/orders");
  await build({
    entryPoints: { worker: here("../sides/orders-worker.js") },
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    logLevel: "warning",
  });
  const { sandbox, stop } = await startLinePay();
  const running = {};
  const pids = {};
  const cpu = {};
  try {
    for (const [name, ledger] of Object.entries(SIDES)) {
      const { shop: port } = await choosePorts({ port: 0 });
      const bindings = { CHANNEL_ID: CREDENTIALS.channelId, CHANNEL_SECRET: CREDENTIALS.channelSecret, LINE_PAY_URL: sandbox.baseUrl };
      const before = new Set(workerds());
      running[name] = await startWorker({
        name: "bench",
        folder,
        port,
        bindings: { ...bindings, LEDGER: ledger },
        objects: { LINE_PAY_ORDERS: "LinePayOrders" },
        persist: join(home, name),
      });
      pids[name] = workerds().find((pid) => !before.has(pid));
      cpu[name] = Object.fromEntries(STEPS.map((step) => [step, []]));
    }
    const names = Object.keys(SIDES);
    for (const name of names) await checkouts(running[name].url, sandbox, count, () => {});
    for (let round = 0; round < rounds; round += 1) {
      for (let turn = 0; turn < names.length; turn += 1) {
        const name = names[(turn + round) % names.length];
        await sandbox.reset();
        let used = processorTime(pids[name]);
        const told = await checkouts(running[name].url, sandbox, count, () => {
          const now = processorTime(pids[name]);
          const since = now - used;
          used = now;
          return (since * 1000) / count;
        });
        for (const step of STEPS) cpu[name][step].push(told[step]);
      }
      tell(`round ${round + 1} of ${rounds}`);
    }
    const steps = Object.fromEntries(
      STEPS.map((step) => {
        const [own, kept] = names.map((name) => cpu[name][step]);
        return [step, { without: spread(own), objects: spread(kept), ratio: ratio(kept, own) }];
      }),
    );
    const sum = (name) => cpu[name].reserve.map((time, round) => time + cpu[name].confirm[round]);
    const whole = { without: spread(sum("without")), objects: spread(sum("objects")), ratio: ratio(sum("objects"), sum("without")) };
    return { rounds, count, steps, whole, roundTrips: await roundTrips(running.objects.url, sandbox) };
  } finally {
    for (const worker of Object.values(running)) await worker.stop();
    await stop();
    rmSync(home, { recursive: true, force: true });
  }
}
