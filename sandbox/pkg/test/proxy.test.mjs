// `--tls` and `--proxy`: clients that speak https, or whose hosts are fixed.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { connect as connectTcp, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import { SandboxControl } from "linepay-sandbox/control";
import { begin, order } from "./command.mjs";

/** What a proxy answers to CONNECT: its socket, or its status and words. */
function tunnel(proxy, target) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(proxy);
    request({ hostname, port, method: "CONNECT", path: target, headers: { host: target } })
      .on("connect", ({ statusCode }, socket, head) => {
        if (statusCode === 200) return resolve({ socket });
        let text = head.toString();
        return socket.on("data", (part) => (text += part)).on("end", () => resolve({ statusCode, text }));
      })
      .on("error", reject)
      .end();
  });
}

/** A call over TLS by hand, as every HTTP library makes it; the certificate has to be of the authority. */
async function call(socket, { caFile, channelId, channelSecret }, host, path, body) {
  const secure = connectTls({ socket, servername: host, ca: readFileSync(caFile) });
  await new Promise((resolve, reject) => secure.once("secureConnect", resolve).once("error", reject));
  const text = body === undefined ? "" : JSON.stringify(body);
  const lines = [
    `${body === undefined ? "GET" : "POST"} ${path} HTTP/1.1`,
    `Host: ${host}`,
    `X-LINE-ChannelId: ${channelId}`,
    `X-LINE-ChannelSecret: ${channelSecret}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(text)}`,
    "Connection: close",
  ];
  secure.write(`${lines.join("\r\n")}\r\n\r\n${text}`);
  let answer = "";
  for await (const part of secure.setEncoding("utf8")) answer += part;
  return answer.slice(answer.indexOf("\r\n\r\n") + 4);
}

test("through the proxy, LINE Pay's hosts are the sandbox; production knows none of its payments", async (context) => {
  const { said } = await begin(context, "--json", "--proxy", "--auto-approve");
  const through = async (host, path, body) => call((await tunnel(said.proxy, `${host}:443`)).socket, said, host, path, body);
  const reserved = await through("sandbox-api-pay.line.me", "/v2/payments/request", order("ORD-1"));
  const [, id] = /"transactionId":(\d+)/.exec(reserved);
  assert.ok(reserved.includes(`"web":"${said.url}/web/payment/wait?`), "the buyer's browser has no proxy");
  const confirm = [`/v2/payments/${id}/confirm`, { amount: 360, currency: "TWD" }];
  assert.match(await through("api-pay.line.me", ...confirm), /"1159"/);
  assert.match(await through("sandbox-api-pay.line.me", ...confirm), /"0000"/);
  assert.match(await through("sandbox-web-pay.line.me", "/web/payment/wait?transactionReserveId=x"), /<main id="page">/);
  const control = new SandboxControl(said.url);
  assert.deepEqual(
    (await control.calls()).map(({ operation }) => operation),
    ["reserve", "confirm"],
  );
  const abroad = await fetch(`${said.url}/_sandbox/log`, { headers: { "x-sandbox-control": "1", "x-sandbox-world": "production" } });
  assert.deepEqual((await abroad.json()).calls.length, 1);
});

test("a whole address in clear text is answered for LINE Pay's hosts", async (context) => {
  const { said } = await begin(context, "--json", "--proxy");
  const { hostname, port } = new URL(said.proxy);
  const ask = (path) =>
    new Promise((resolve, reject) => {
      const headers = { "X-LINE-ChannelId": said.channelId, "X-LINE-ChannelSecret": said.channelSecret };
      const sent = request({ hostname, port, path, headers }, async (answer) => {
        let text = "";
        for await (const part of answer.setEncoding("utf8")) text += part;
        resolve({ status: answer.statusCode, text });
      });
      sent.on("error", reject).end();
    });
  for (const scheme of ["http", "https"]) {
    assert.match((await ask(`${scheme}://sandbox-api-pay.line.me/v2/payments?orderId=X`)).text, /"1150"/);
  }
  const refused = await ask("http://example.com/v2/payments");
  assert.deepEqual([refused.status, /passes nothing on: not to example\.com/.test(refused.text)], [403, true]);
});

test("the proxy connects to nobody else", async (context) => {
  let reached = 0;
  const bystander = createServer(() => (reached += 1)).listen(0, "127.0.0.1");
  await new Promise((resolve) => bystander.once("listening", resolve));
  context.after(() => bystander.close());
  const { said, errors } = await begin(context, "--json", "--proxy");
  const { port } = bystander.address();
  for (const target of [
    `127.0.0.1:${port}`,
    `localhost:${port}`,
    "example.com:443",
    "sandbox-api-pay.line.me.example.com:443",
    "sandbox-api-pay.line.me:22",
    `[::1]:${port}`,
    "x",
    ":",
  ]) {
    const { statusCode, text } = await tunnel(said.proxy, target);
    assert.deepEqual([statusCode, /passes nothing on/.test(text)], [403, true], target);
  }
  assert.equal(reached, 0);
  // Who breaks off in the middle ends nothing but the tunnel.
  await new Promise((resolve) => {
    const socket = connectTcp(Number(new URL(said.proxy).port), "127.0.0.1", () => {
      socket.write("CONNECT sandbox-api-pay.line.me:443 HTTP/1.1\r\n\r\n\x16\x03garbage");
      setTimeout(() => resolve(socket.destroy()), 100);
    });
  });
  assert.equal((await tunnel(said.proxy, "sandbox-api-pay.line.me:443")).socket !== undefined, true);
  assert.equal(errors(), "");
});

test("--tls: the address is https; the authority is kept with the payments, and else goes with the command", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "linepay-sandbox-test-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "kept.jsonl");
  const authorities = [];
  for (let round = 0; round < 2; round++) {
    const { said, stop } = await begin(context, "--json", "--tls", "--persist", file);
    const url = new URL(said.url);
    assert.equal(url.protocol, "https:");
    const socket = connectTcp(Number(url.port), "127.0.0.1");
    assert.match(await call(socket, said, "localhost", "/v2/payments?orderId=X"), /"1150"/);
    authorities.push(readFileSync(said.caFile, "utf8"));
    await stop();
  }
  assert.equal(authorities[0], authorities[1]);
  assert.ok(!authorities[0].includes("PRIVATE"));
  const { said, stop } = await begin(context, "--json", "--tls");
  assert.ok(existsSync(said.caFile));
  await stop();
  assert.ok(!existsSync(said.caFile));
});

test("--tls and --proxy together; the lines for the environment can be copied", async (context) => {
  const { said } = await begin(context, "--tls", "--proxy");
  const lines = Object.fromEntries([...said.matchAll(/^ {2}export (\w+)=(.+)$/gm)].map(([, name, value]) => [name, value]));
  const [, channelId] = /channel id +(\d+)/.exec(said);
  const [, channelSecret] = /channel secret +(\w+)/.exec(said);
  for (const name of ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
    assert.ok(existsSync(lines[name]), name);
  const keys = { caFile: lines.CURL_CA_BUNDLE, channelId, channelSecret };
  const { socket } = await tunnel(lines.HTTPS_PROXY, "sandbox-api-pay.line.me:443");
  assert.match(await call(socket, keys, "sandbox-api-pay.line.me", "/v2/payments?orderId=X"), /"1150"/);
});
