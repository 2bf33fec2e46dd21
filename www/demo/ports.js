import { connect, createServer } from "node:net";
import { DemoProblem } from "./problem.js";

export const HOST = "127.0.0.1";

/** Tries to listen; gives the port that it got (0 asks for any), or the error's code. */
function probe(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve({ problem: error.code ?? error.message }));
    server.listen({ host: HOST, port, exclusive: true }, () => {
      const got = server.address().port;
      server.close(() => resolve({ port: got }));
    });
  });
}

/** Whether something accepts connections there. */
export function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port, timeout: 2000 });
    const end = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}

/** The port that was asked for, or a problem that says what to do. */
async function exactly(port, option) {
  const { problem } = await probe(port);
  if (!problem) return port;
  if (problem === "EADDRINUSE") {
    throw new DemoProblem(`port ${port} is in use`, `end what uses it, or choose another with ${option} (0 picks a free one)`);
  }
  throw new DemoProblem(`port ${port} cannot be opened (${problem})`, `choose another with ${option} (0 picks a free one)`);
}

async function firstFree(candidates) {
  for (const port of candidates) {
    const found = await probe(port);
    if (found.port) return found.port;
  }
  throw new DemoProblem("no port is free", "end some programs that listen on ports and try again");
}

/**
 * The two ports. A purchase in progress survives a restart only on the same ports, so those of the last start on the
 * same state are taken again where they are free and nothing else is asked for.
 *
 * @param {{ port: number, sandboxPort?: number, last?: { shop: number, sandbox: number } }} wish
 */
export async function choosePorts({ port, sandboxPort, last }) {
  const shop = port === 0 ? await firstFree([...(last ? [last.shop] : []), 0]) : await exactly(port, "--port");
  if (sandboxPort) return { shop, sandbox: await exactly(sandboxPort, "another sandbox port") };
  const next = Array.from({ length: 20 }, (_, step) => shop + 1 + step).filter((candidate) => candidate < 65536);
  const again = last?.shop === shop ? [last.sandbox] : [];
  return { shop, sandbox: await firstFree([...again, ...next, 0]) };
}
