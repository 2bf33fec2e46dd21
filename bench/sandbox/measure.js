// The sandbox in this process: calls a second, and whether a call takes longer where more payments are. Elsewhere: what payments weigh.
import { execFileSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { quantile, ratio, spread } from "../timing.js";
import { openShop } from "./merchant.js";
import { LOOKED_AT, OPERATIONS } from "./operations.js";

/** Of this process, its collector of garbage included: what others do on the machine is not in it. */
const processor = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** What the runtime itself takes for a call: an answer of that length that is there already. */
const answer = JSON.stringify({ returnCode: "0000", info: [{ text: "x".repeat(600) }] });
const headers = { "Content-Type": "application/json;charset=UTF-8", "Cache-Control": "no-store" };
const bare = async () => (await Promise.resolve(new Response(answer, { headers }))).text();

async function slowest(call, calls) {
  const [wall, cpu] = [[], []];
  for (let index = 0; index < calls; index += 1) {
    const [start, used] = [performance.now(), processor()];
    await call();
    wall.push(performance.now() - start);
    cpu.push((processor() - used) / 1000);
  }
  return { wall: quantile(wall, 0.99), cpu: quantile(cpu, 0.99), longest: Math.max(...wall) };
}

/** Microseconds of a call, by the clock and of the processor. */
async function timed(call, calls) {
  const [start, used] = [performance.now(), processor()];
  for (let index = 0; index < calls; index += 1) await call();
  return { wall: ((performance.now() - start) * 1000) / calls, cpu: (processor() - used) / calls };
}

/** Each side in turns, another one first each round. */
async function inTurns(sides, { rounds, calls, warmUp }) {
  const names = Object.keys(sides);
  const times = Object.fromEntries(names.map((name) => [name, { wall: [], cpu: [] }]));
  for (const name of names) await timed(sides[name], warmUp);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round) % names.length];
      const { wall, cpu } = await timed(sides[name], calls);
      times[name].wall.push(wall);
      times[name].cpu.push(cpu);
    }
  }
  return times;
}

/** What so many payments weigh, in a process of their own. */
function weigh(payments, tell) {
  const script = fileURLToPath(new URL("weigh.js", import.meta.url));
  const weight = JSON.parse(execFileSync(process.execPath, ["--expose-gc", script, String(payments)], { encoding: "utf8" }));
  const mega = (bytes) => `${Math.round(bytes / 1e6)} MB`;
  tell(`${payments} payments: ${mega(weight.resident)} resident, ${mega(weight.module)} of them the module's`);
  return weight;
}

/**
 * @param {{ few: number, many: number, rounds: number, calls: number, slow: number, weights: number[], tell: Function }} settings
 */
export async function measureSandbox({ few, many, rounds, calls, slow, weights, tell }) {
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version, load: loadavg()[0] };
  const memory = weights.map((payments) => weigh(payments, tell));
  const [small, large] = [await openShop(), await openShop()];
  small.pay(few);
  large.pay(many);
  const warmUp = 200;
  // The first thousands of calls compile what all of them run.
  await timed(() => small.reserve(), few * 3);
  const rows = [];
  for (const [name, prepare] of Object.entries(OPERATIONS)) {
    const uses = rounds * calls + warmUp;
    const times = await inTurns({ few: await prepare(small, uses), many: await prepare(large, uses), bare }, { rounds, calls, warmUp });
    const row = {
      name,
      wall: spread(times.many.wall),
      cpu: Object.fromEntries(Object.entries(times).map(([side, { cpu }]) => [side, spread(cpu)])),
      // Of the processor: what others do on the machine is in the clock's time of a round, and differs from round to round.
      ratio: ratio(times.many.cpu, times.few.cpu),
      ...(LOOKED_AT.includes(name) ? { p99: await slowest(await prepare(large, slow), slow) } : {}),
    };
    rows.push(row);
    const [wall, cpu] = [row.wall.median, row.cpu.many.median].map((time) => time.toFixed(0));
    tell(`${name}: ${wall} µs, processor ${cpu} µs, ${row.ratio.median.toFixed(2)} × with ${few}`);
  }
  return { machine, date: new Date().toISOString().slice(0, 10), few, many, rounds, calls, slow, rows, memory };
}
