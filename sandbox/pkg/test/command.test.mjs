// The command `linepay-sandbox`: every flag, what it prints, and what it says to what it cannot do.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { performance } from "node:perf_hooks";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { SandboxControl } from "linepay-sandbox/control";
import { listen, portOf } from "../dist/command/serve.js";
import { begin, order, run, v2 } from "./command.mjs";

test("--json is one line, ready within a second, and a payment works", async (context) => {
  const started = performance.now();
  const { said, stop } = await begin(context, "--json");
  // Ten times what it takes here: tests run beside others.
  assert.ok(performance.now() - started < 5000);
  assert.deepEqual(Object.keys(said), ["url", "channelId", "channelSecret", "controlToken", "console"]);
  assert.match(said.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.match(said.channelId, /^16\d{8}$/);
  const control = new SandboxControl(said.url);
  const { transactionId, info } = await v2(said, "request", order("ORD-1"));
  assert.equal(info.paymentUrl.web.startsWith(`${said.url}/web/payment/wait?`), true);
  assert.equal((await fetch(info.paymentUrl.web)).headers.get("x-frame-options"), "DENY");
  await control.approve(transactionId);
  assert.equal((await v2(said, `${transactionId}/confirm`, { amount: 360, currency: "TWD" })).returnCode, "0000");
  assert.equal((await control.transactions())[0].state, "CAPTURED");
  assert.equal(await stop(), 0);
});

test("--merchant, --currency, --channel-id, --channel-secret, --auto-approve and --reg-key", async (context) => {
  const keys = ["--channel-id", "1234567890", "--channel-secret", "worthless"];
  const { said } = await begin(
    context,
    "--json",
    "--merchant",
    "山霧茶舖",
    "--currency=JPY",
    "--auto-approve=BALANCE",
    "--reg-key",
    ...keys,
  );
  assert.deepEqual([said.channelId, said.channelSecret], ["1234567890", "worthless"]);
  assert.equal((await v2(said, "request", order("ORD-1"))).returnCode, "1178", "the contract is in JPY");
  const { transactionId } = await v2(said, "request", { ...order("ORD-2"), currency: "JPY" });
  const payment = (await new SandboxControl(said.url).transactions()).find((one) => one.transactionId === transactionId);
  assert.deepEqual([payment.state, payment.method], ["AUTHENTICATED", "BALANCE"]);
  await v2(said, `${transactionId}/confirm`, { amount: 360, currency: "JPY" });
  assert.equal((await v2(said, `?transactionId=${transactionId}`)).info[0].merchantName, "山霧茶舖");
  assert.equal((await v2(said, `preapprovedPay/${said.regKey}/check`)).returnCode, "0000");
  const charge = { productName: "Tea", amount: 100, currency: "JPY", orderId: "ORD-3" };
  assert.equal((await v2(said, `preapprovedPay/${said.regKey}/payment`, charge)).returnCode, "0000");
});

test("without --json: every line can be copied", async (context) => {
  const { said } = await begin(context, "--auto-approve", "--reg-key");
  for (const name of ["curl", "PHP", "Python", "Go", "Ruby", "Java", "C#", "Node", "control token"]) assert.ok(said.includes(name), name);
  const [, url] = /LINE Pay sandbox: (\S+)/.exec(said);
  const commands = said.split("\n\n").flatMap((part) => /^ {2}curl [\s\S]*$/m.exec(part)?.[0] ?? []);
  assert.equal(commands.length, 3);
  const { execFileSync } = await import("node:child_process");
  const answers = commands.map((command) => JSON.parse(execFileSync("bash", ["-c", command], { stdio: ["ignore", "pipe", "ignore"] })));
  assert.deepEqual([answers[0].returnCode, answers[1].returnCode, answers[2].calls.length], ["0000", "0000", 2]);
  // At its own address a browser gets a page, a program a text.
  assert.match(await (await fetch(url)).text(), /^A simulator of LINE Pay's server/);
  const page = await fetch(url, { headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } });
  assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
  const html = await page.text();
  assert.ok(html.includes(`<code>${url}</code>`) && html.includes('href="console/"'), html);
  // What a browser asks for by itself is no call of the API.
  assert.equal((await fetch(`${url}/favicon.ico`)).status, 204);
  const log = await (await fetch(`${url}/_sandbox/log`, { headers: { "x-sandbox-control": "1" } })).json();
  assert.deepEqual(
    log.calls.map(({ path }) => path.replace(/RK\w+/, "…")),
    ["/v2/payments/request", "/v2/payments/preapprovedPay/…/payment"],
  );
});

test("what it cannot do is said, with what to do instead", async (context) => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  context.after(() => taken.close());
  const { port } = taken.address();
  for (const [args, code, message] of [
    [["--port", String(port)], 1, new RegExp(`port ${port} is in use\\nwhat to do: end what uses it`)],
    [["--port", "70000"], 2, /Give a number from 0 to 65535/],
    [["--port", "1e3"], 2, /Give a number from 0 to 65535/],
    [["--prot", "1"], 2, /unknown option '--prot'[\s\S]*--port/],
    [["--currency", "yen"], 2, /three letters/],
    [["--channel-id", "1"], 2, /ten digits/],
    [["--channel-secret", ""], 2, /must not be empty/],
    [["--auto-approve=CASH"], 2, /CREDIT_CARD, BALANCE, POINT/],
    [["--host", "203.0.113.1", "--port", "0"], 1, /203\.0\.113\.1 is no address of this machine/],
    [["start"], 2, /too many arguments/],
    [["--persist", "/nowhere/at/all"], 1, /cannot be written \(ENOENT\)\nwhat to do: see that the folder exists/],
  ]) {
    const said = await run(...args);
    assert.deepEqual([said.code, said.stdout], [code, ""], args.join(" "));
    assert.match(said.stderr, message, args.join(" "));
    assert.doesNotMatch(said.stderr, /\n {4}at /);
  }
});

test("--help names every flag, --version the package's", async () => {
  const help = await run("--help");
  assert.equal(help.code, 0);
  for (const flag of [
    "--port",
    "--host",
    "--merchant",
    "--currency",
    "--channel-id",
    "--auto-approve",
    "--reg-key",
    "--persist",
    "--seed",
    "--open",
    "--json",
  ])
    assert.ok(help.stdout.includes(flag), flag);
  assert.match((await run("--version")).stdout, /^\d+\.\d+\.\d+\n$/);
});

/** One request of one's own making; `fetch` would mend it. */
function raw(url, { method = "GET", path, headers }) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const call = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      let text = "";
      answer
        .setEncoding("utf8")
        .on("data", (part) => (text += part))
        .on("end", () => resolve({ status: answer.statusCode, text }));
    });
    call.on("error", reject).end();
  });
}

test("the control API answers programs on this machine; under other names it wants the token", async (context) => {
  const { said } = await begin(context, "--json");
  const ask = (headers, path = "/_sandbox/log") => raw(said.url, { path, headers });
  assert.equal((await ask({ "x-sandbox-control": "1" })).status, 200);
  assert.equal((await ask({})).status, 403);
  assert.equal((await ask({ "x-sandbox-control": "1", origin: "https://evil.example.com" })).status, 403);
  assert.equal((await ask({ "x-sandbox-control": "1", "sec-fetch-site": "cross-site" })).status, 403);
  for (const host of ["evil.example.com", "sandbox-api-pay.line.me"]) {
    const refused = await ask({ host, "x-sandbox-control": "1" });
    assert.equal(refused.status, 403);
    assert.match(refused.text, /127\.0\.0\.1 and localhost only/);
    assert.equal((await ask({ host, "x-sandbox-control": said.controlToken })).status, 200);
    assert.equal((await ask({ host, "x-sandbox-control": `${said.controlToken}x` })).status, 403);
  }
  assert.equal((await ask({ host: "evil.example.com", "x-sandbox-control": "1" }, "//_sandbox/log")).status, 404);
});

test("whatever comes over the wire, the sandbox goes on", async (context) => {
  const { said, errors } = await begin(context, "--json");
  const { port } = new URL(said.url);
  for (const text of [
    "",
    "\0\0\0",
    "GET",
    "GET http:// HTTP/1.1\r\n\r\n",
    "GET // HTTP/1.1\r\nHost: [\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
  ]) {
    await new Promise((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => socket.end(text));
      socket.on("error", resolve).on("close", resolve).resume();
    });
  }
  const { channelId, channelSecret } = said;
  const headers = { "X-LINE-ChannelId": channelId, "X-LINE-ChannelSecret": channelSecret, "Content-Type": "application/json" };
  const large = await fetch(`${said.url}/v2/payments/request`, { method: "POST", headers, body: "x".repeat(10_000_000) });
  assert.equal((await large.json()).returnCode, "2101", "ten megabytes get an answer");
  for (const path of ["%", "%00", "..", "../_sandbox/log", "a?b?c", "\u00e9"]) {
    const { status } = await fetch(`${said.url}/v2/payments/${path}`, { headers });
    assert.ok(status < 500, `${path} ${status}`);
  }
  assert.equal((await v2(said, "request", order("ORD-1"))).returnCode, "0000");
  assert.equal(errors(), "");
});

test("--port 80: the address is told as clients send it, and is one that the sandbox answers for", async () => {
  const server = (port, family, address) => ({ once() {}, listen: (_, done) => done(), address: () => ({ address, family, port }) });
  for (const [port, scheme, address, told, number] of [
    [80, "http", "127.0.0.1", "http://127.0.0.1", 80],
    [443, "https", "0.0.0.0", "https://127.0.0.1", 443],
    [80, "https", "::1", "https://[::1]:80", 80],
    [8788, "http", "127.0.0.1", "http://127.0.0.1:8788", 8788],
  ]) {
    const url = await listen(server(port, address.includes(":") ? "IPv6" : "IPv4", address), address, port, scheme);
    assert.equal(url, told);
    assert.equal(portOf(url), number);
  }
});

test("confirmUrlType SERVER: a confirmUrl that cannot be called, or refuses, is told", { timeout: 30_000 }, async (context) => {
  const shop = createServer((_, response) => response.writeHead(404).end()).listen(0, "127.0.0.1");
  context.after(() => shop.close());
  await once(shop, "listening");
  const { said, errors } = await begin(context, "--json", "--auto-approve");
  const there = `http://127.0.0.1:${shop.address().port}/paid`;
  for (const [confirmUrl, told] of [
    [there, "answered HTTP 404"],
    ["http://127.0.0.1:1/paid", "could not be called"],
  ]) {
    const { transactionId } = await v2(said, "request", { ...order(confirmUrl), confirmUrl, confirmUrlType: "SERVER" });
    const line = `confirmUrl ${confirmUrl}?transactionId=${transactionId} (confirmUrlType SERVER) ${told}`;
    while (!errors().includes(line)) await turn();
  }
});
