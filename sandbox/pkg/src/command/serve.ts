import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import { elsewhere, isOfLinePay } from "../about.js";
import { call, inquire } from "../callback.js";
import type { Answer, Asked } from "../core.js";
import { BODY_LIMIT, held, parts } from "../exchange.js";
import { isLoopback, page } from "../pages.js";
import type { Sandbox } from "../sandbox.js";
import { isLinePay, isProduction, refusal } from "./hosts.js";
import { Problem } from "./problem.js";

/** Listens, and gives the server's address. Throws a {@link Problem} where the port is taken. */
export async function listen(server: Server, host: string, port: number, scheme: "http" | "https" = "http"): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(refused(error, host, port)));
    server.listen({ host, port, exclusive: true }, resolve);
  });
  const { address, family, port: got } = server.address() as AddressInfo;
  // Whoever listens everywhere is reached here under this name.
  const name = address === "0.0.0.0" || address === "::" ? "127.0.0.1" : address;
  // Without the port that goes without saying (80, 443), as clients write it.
  return new URL(`${scheme}://${family === "IPv6" && name.includes(":") ? `[${name}]` : name}:${got}`).origin;
}

/** The port of an address, also where it goes without saying. */
export function portOf(address: string): number {
  const { port, protocol } = new URL(address);
  return port === "" ? ({ "http:": 80, "https:": 443 }[protocol] ?? 0) : Number(port);
}

function refused({ code, message }: NodeJS.ErrnoException, host: string, port: number): Problem {
  if (code === "EADDRINUSE") {
    return new Problem(`port ${port} is in use`, "end what uses it, or choose another with --port (0 picks a free one)");
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new Problem(`${host} is no address of this machine`, "leave --host out, or give 0.0.0.0 for all of its addresses");
  }
  return new Problem(`port ${port} cannot be opened (${code ?? message})`, "choose another with --port (0 picks a free one)");
}

/** Answers requests. `token` opens the control API to callers that are not on this machine. */
export function serve(sandbox: () => Sandbox, token: string): RequestListener {
  return (incoming, outgoing) => {
    answer(sandbox(), token, incoming, outgoing).catch((thrown: unknown) => {
      const reason = thrown instanceof Error ? thrown.message : "no reason given";
      process.stderr.write(`the sandbox failed: ${reason}\n`);
      if (outgoing.headersSent) outgoing.destroy();
      else send(outgoing, 500, "application/json", JSON.stringify({ error: `the sandbox failed, and nothing was done: ${reason}` }));
    });
  };
}

async function answer(sandbox: Sandbox, token: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method = "GET" } = incoming;
  const url = address(incoming);
  if (typeof url === "string") return send(outgoing, 403, "text/plain; charset=utf-8", url);
  if (url === undefined) return send(outgoing, 400, "text/plain; charset=utf-8", "This is no address of the sandbox.\n");
  const peer = incoming.socket.remoteAddress ?? "";
  const near = isNear(peer) && isLoopback(url);
  const control = url.pathname === "/_sandbox" || url.pathname.startsWith("/_sandbox/");
  const trusted = incoming.headers["x-sandbox-control"] === token;
  if (control && !near && !trusted) {
    const error = isNear(peer) ? elsewhere(url) : "from another machine, the header x-sandbox-control must hold the control token";
    return send(outgoing, 403, "application/json", JSON.stringify({ error }));
  }
  const shown = await page({ method, headers: { get: (name) => incoming.headers[name]?.toString() } }, url);
  if (shown !== undefined) {
    outgoing.writeHead(shown.status, Object.fromEntries(shown.headers)).end(await shown.text());
    return;
  }
  const body = await bytes(incoming);
  const headers = pairs(incoming.rawHeaders).map(([name, value]) =>
    control && trusted && name.toLowerCase() === "x-sandbox-control" ? [name, "1"] : [name, value],
  );
  const played = near ? incoming.headers["x-sandbox-peer-address"] : undefined;
  // As it came over the wire: a signature is over these bytes.
  const target = (incoming.url ?? "/").replace(/^https?:\/\/[^/?]*/i, "");
  const [, path = "/", query = ""] = /^([^?]*)\??(.*)$/s.exec(target) ?? [];
  const described = JSON.stringify({
    method,
    path,
    query,
    headers,
    peer: typeof played === "string" ? played : peer,
    // Led here under LINE Pay's own name, the buyer still comes to this machine.
    origin: isOfLinePay(url.hostname) ? sandbox.baseUrl : url.origin,
    ...(isProduction(url.hostname) && !path.startsWith("/web/") ? { world: "production" } : {}),
  });
  const ask = (request: string): Answer => {
    const given = sandbox.answer(request, body);
    for (const callback of given.callbacks) void call(callback, (problem) => process.stderr.write(`${problem}\n`));
    return given;
  };
  await deliver(ask(described), (asked) => ask(held(described, asked)), outgoing);
}

/** The address as it was called; `undefined` where it is none. A text says why it is not answered here. */
function address(incoming: IncomingMessage): URL | string | undefined {
  const { url = "/", headers, socket } = incoming;
  const scheme = "encrypted" in socket && socket.encrypted ? "https" : "http";
  try {
    if (url.startsWith("/")) return new URL(`${scheme}://${headers.host ?? "127.0.0.1"}${url}`);
    // To a proxy in clear text, the whole address is sent.
    if (!/^https?:\/\//i.test(url)) return undefined;
    const whole = new URL(url);
    return isLinePay(whole.hostname) ? whole : refusal(whole.hostname);
  } catch {
    return undefined;
  }
}

function isNear(peer: string): boolean {
  return /^(::ffff:)?127\./.test(peer) || peer === "::1";
}

function pairs(raw: string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[index * 2] ?? "", raw[index * 2 + 1] ?? ""]);
}

/** The body, cut one byte above the limit; what follows is read and thrown away, so that the caller gets its answer. */
async function bytes(incoming: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    if (length > BODY_LIMIT) continue;
    parts.push(part);
    length += part.length;
  }
  return Buffer.concat(parts).subarray(0, BODY_LIMIT + 1);
}

async function deliver(answer: Answer, again: (asked?: Asked) => Answer, outgoing: ServerResponse): Promise<void> {
  const { body, delivery } = answer;
  switch (delivery.kind) {
    case "whole":
      return sendAnswer(answer, outgoing);
    case "again":
      // It takes effect whoever waits for it.
      await new Promise((resolve) => setTimeout(resolve, delivery.seconds * 1000));
      return deliver(again(), again, outgoing);
    case "ask":
      return deliver(again(await inquire(delivery.url, delivery.body)), again, outgoing);
    case "delay":
      await wait(delivery.seconds * 1000, outgoing);
      return sendAnswer(answer, outgoing);
    case "drip": {
      const { pieces, pause } = parts(body, delivery.seconds * 1000);
      begin(answer, outgoing);
      for (const piece of pieces) {
        await wait(pause, outgoing);
        outgoing.write(piece);
      }
      outgoing.end();
      return;
    }
    case "reset":
      return void (outgoing.socket as Socket | null)?.resetAndDestroy();
    case "hang":
      await wait(delivery.seconds * 1000, outgoing);
      begin(answer, outgoing);
      outgoing.write("", () => outgoing.destroy());
      return;
    case "drop": {
      // Its length is announced and not reached.
      const whole = Buffer.from(body);
      begin(answer, outgoing);
      outgoing.write(whole.subarray(0, whole.length / 2), () => outgoing.destroy());
    }
  }
}

function begin({ status, contentType, headers, body }: Answer, outgoing: ServerResponse): void {
  const own = { ...headersOf(contentType), ...Object.fromEntries(headers) };
  outgoing.writeHead(status, { ...own, "content-length": Math.max(Buffer.byteLength(body), 1) });
}

function sendAnswer(answer: Answer, outgoing: ServerResponse): void {
  const { status, contentType, headers, body } = answer;
  const own = { ...headersOf(contentType), ...Object.fromEntries(headers) };
  outgoing.writeHead(status, { ...own, "content-length": Buffer.byteLength(body) }).end(body);
}

/** Until the time is over or the caller has gone. */
function wait(milliseconds: number, outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      outgoing.off("close", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    outgoing.on("close", end);
  });
}

function headersOf(contentType: string): Record<string, string> {
  return { "content-type": contentType, "cache-control": "no-store", "x-content-type-options": "nosniff" };
}

function send(outgoing: ServerResponse, status: number, contentType: string, body: string): void {
  outgoing.writeHead(status, { ...headersOf(contentType), "content-length": Buffer.byteLength(body) }).end(body);
}
