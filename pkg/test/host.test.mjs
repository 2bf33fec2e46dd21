// The host against real servers on this machine: what comes back, and that it always comes back.
import { gzipSync } from "node:zlib";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { after, test } from "node:test";
import { LOST, REPLY_LIMIT, send, sleep, tell } from "../dist/host.js";

const closers = [];
after(() => Promise.all(closers.map((close) => close())));

function listen(server) {
  return new Promise((resolve) => {
    const sockets = new Set();
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => undefined);
    });
    server.listen(0, "127.0.0.1", () => {
      closers.push(() => {
        for (const socket of sockets) socket.destroy();
        return new Promise((done) => server.close(done));
      });
      resolve(`http://127.0.0.1:${server.address().port}`);
    });
  });
}

const serve = (handler) => listen(createServer(handler));
const NAMES = Object.fromEntries(Object.entries(LOST).map(([name, status]) => [status, name]));

/** An answer, or by its name why there is none. */
async function sent(host, url, init, timeoutMs = 5000, signal = undefined) {
  const { status, text } = await send(host, url, { method: "GET", redirect: "manual", ...init }, timeoutMs, signal);
  return status in NAMES ? { lost: NAMES[status] } : { status, text };
}

const get = (url, timeoutMs, signal) => sent({}, url, {}, timeoutMs, signal);

test("sends method, headers and body as given and returns status and text", async () => {
  let seen;
  const url = await serve((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      seen = { method: request.method, url: request.url, secret: request.headers["x-line-channelsecret"], body };
      response.writeHead(418).end('{"returnCode":"0000","茶":1}');
    });
  });
  const headers = { "X-LINE-ChannelSecret": "s3cret", "Content-Type": "application/json; charset=UTF-8" };
  const answer = await sent({}, `${url}/v2/x?orderId=%E8%8C%B6`, { method: "POST", headers, body: '{"amount":360}' });
  assert.deepEqual(answer, { status: 418, text: '{"returnCode":"0000","茶":1}' });
  assert.deepEqual(seen, { method: "POST", url: "/v2/x?orderId=%E8%8C%B6", secret: "s3cret", body: '{"amount":360}' });
});

test("never follows a redirect, so that the secret stays with the first server", async () => {
  let reached = 0;
  const other = await serve((_, response) => {
    reached += 1;
    response.end("other");
  });
  const url = await serve((_, response) => response.writeHead(307, { location: other }).end("moved"));
  const init = { method: "POST", headers: { "X-LINE-ChannelSecret": "s" }, body: "{}" };
  assert.equal((await sent({}, url, init)).status, 307);
  assert.equal(reached, 0);
});

test("a redirect that the runtime hides is a redirect all the same", async () => {
  const hiding = { fetch: async () => ({ type: "opaqueredirect", status: 0, body: null }) };
  assert.deepEqual(await sent(hiding, "https://x.invalid", {}, 1000), { status: 302, text: "" });
});

test("a server that never answers is a timeout", async () => {
  const url = await serve(() => undefined);
  const start = Date.now();
  assert.deepEqual(await get(url, 100), { lost: "timeout" });
  assert.ok(Date.now() - start < 2000);
});

test("the time limit covers the body too", async () => {
  const url = await serve((_, response) => {
    response.writeHead(200);
    response.write('{"returnCode":');
  });
  assert.deepEqual(await get(url, 150), { lost: "timeout" });
});

test("a body over the limit is given up, one of exactly the limit is read", async () => {
  const big = Buffer.alloc(5 * 1024 * 1024, "x");
  const url = await serve((request, response) => response.end(request.url === "/fits" ? big.subarray(0, REPLY_LIMIT) : big));
  assert.deepEqual(await get(url), { lost: "tooLarge" });
  const answer = await get(`${url}/fits`);
  assert.equal(answer.text.length, REPLY_LIMIT);
});

test("an endless body ends", async () => {
  const url = await serve((_, response) => {
    const more = () => {
      while (response.writable && response.write(Buffer.alloc(65536, 120)));
    };
    response.on("drain", more);
    response.on("error", () => undefined);
    more();
  });
  assert.deepEqual(await get(url, 20_000), { lost: "tooLarge" });
});

test("a told length is no way around the limit", async () => {
  const bomb = gzipSync(Buffer.alloc(REPLY_LIMIT + 1, 120));
  const url = await serve((request, response) => {
    if (request.url === "/bomb") response.writeHead(200, { "content-encoding": "gzip", "content-length": bomb.length }).end(bomb);
    else response.writeHead(200, { "content-length": REPLY_LIMIT + 1 }).end(Buffer.alloc(REPLY_LIMIT + 1, 120));
  });
  assert.ok(bomb.length < 10_000);
  assert.deepEqual(await get(`${url}/bomb`), { lost: "tooLarge" });
  assert.deepEqual(await get(`${url}/long`), { lost: "tooLarge" });
  // Of a Response that somebody has made, the header may say anything.
  const lying = async () => new Response("x".repeat(REPLY_LIMIT + 1), { headers: { "content-length": "1" } });
  assert.deepEqual(await sent({ fetch: lying }, "https://x.invalid"), { lost: "tooLarge" });
});

test("a reply whose length is told is the same text", async () => {
  const url = await serve((request, response) => {
    const body = request.url === "/bom" ? Buffer.from("\uFEFF{}") : Buffer.from([0x61, 0xff, 0x62]);
    response.writeHead(200, { "content-length": body.length }).end(body);
  });
  assert.equal((await get(`${url}/bom`)).text, "\uFEFF{}");
  assert.equal((await get(`${url}/bad`)).text, "a\uFFFDb");
});

test("a truncated body, a reset and a closed port are lost to the network", async () => {
  const truncated = await serve((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("{");
    setTimeout(() => response.destroy(), 20);
  });
  assert.deepEqual(await get(truncated), { lost: "network" });
  const reset = await listen(createTcpServer((socket) => socket.once("data", () => socket.resetAndDestroy())));
  assert.deepEqual(await get(reset), { lost: "network" });
  assert.deepEqual(await get("http://127.0.0.1:1"), { lost: "network" });
});

test("malformed UTF-8 is replaced, a byte order mark stays, a character may span chunks", async () => {
  const bodies = {
    "/bad": [Buffer.from([0x61, 0xff, 0x62])],
    "/bom": [Buffer.from("\uFEFF{}")],
    "/split": [Buffer.from("茶").subarray(0, 1), Buffer.from("茶").subarray(1)],
    "/cut": [Buffer.from("茶").subarray(0, 2)],
  };
  const url = await serve((request, response) => {
    const [first, second] = bodies[request.url];
    response.write(first);
    setTimeout(() => response.end(second), 20);
  });
  assert.equal((await get(`${url}/bad`)).text, "a\uFFFDb");
  assert.equal((await get(`${url}/bom`)).text, "\uFEFF{}");
  assert.equal((await get(`${url}/split`)).text, "茶");
  assert.equal((await get(`${url}/cut`)).text, "\uFFFD");
});

test("an abort before, during and after", async () => {
  let calls = 0;
  const url = await serve((request, response) => {
    calls += 1;
    if (request.url === "/now") response.end("ok");
  });
  assert.deepEqual(await get(url, 5000, AbortSignal.abort()), { lost: "notSent" });
  assert.equal(calls, 0);
  const during = new AbortController();
  setTimeout(() => during.abort(), 50);
  assert.deepEqual(await get(url, 5000, during.signal), { lost: "aborted" });
  const late = new AbortController();
  const answer = await get(`${url}/now`, 5000, late.signal);
  late.abort();
  assert.deepEqual(answer, { status: 200, text: "ok" });
});

test("a fetch that throws, rejects, gives rubbish or ignores its signal never breaks a call", async () => {
  const fetches = {
    throws: () => {
      throw new TypeError("no");
    },
    rejects: () => Promise.reject(undefined),
    rubbish: async () => undefined,
    deaf: () => new Promise(() => undefined),
  };
  for (const [name, fetch] of Object.entries(fetches)) {
    const lost = await sent({ fetch }, "https://x.invalid", {}, 50);
    assert.deepEqual(lost, { lost: name === "deaf" ? "timeout" : "network" }, name);
  }
});

test("an answer that comes after its call has ended is put away unread", async () => {
  let settle;
  let [pulled, cancelled] = [0, 0];
  const late = { fetch: () => new Promise((resolve) => (settle = resolve)) };
  assert.deepEqual(await sent(late, "https://x.invalid", {}, 20), { lost: "timeout" });
  const pull = (stream) => {
    pulled += 1;
    stream.enqueue(new Uint8Array(1024));
  };
  const cancel = () => {
    cancelled += 1;
  };
  settle(new Response(new ReadableStream({ pull, cancel }, { highWaterMark: 0 })));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual([pulled, cancelled], [0, 1]);
});

test("fetch is called without a receiver and looked up at each call", async () => {
  const real = globalThis.fetch;
  try {
    globalThis.fetch = async function () {
      assert.equal(this, undefined);
      return new Response("mine");
    };
    assert.deepEqual(await get("https://x.invalid"), { status: 200, text: "mine" });
  } finally {
    globalThis.fetch = real;
  }
});

test("a time limit longer than a timer can hold is not an immediate one", async () => {
  const url = await serve((_, response) => setTimeout(() => response.end("ok"), 30));
  assert.deepEqual(await get(url, 1e12), { status: 200, text: "ok" });
});

test("an observer that throws or rejects is ignored", async () => {
  const told = [];
  for (const onEvent of [
    (event) => {
      told.push(event);
      throw new Error("observer");
    },
    async (event) => {
      told.push(event);
      throw new Error("observer");
    },
  ]) {
    void tell({ onEvent }, { type: "lost" });
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(told.length, 2);
});

test("a pause lasts as long as it says", async () => {
  const start = Date.now();
  await sleep(30);
  await sleep(-5);
  assert.ok(Date.now() - start >= 25);
});

test("a body that comes too late is cancelled at the time limit, also of a fetch that ignores its signal", async () => {
  let cancelled = 0;
  const cancel = () => {
    cancelled += 1;
  };
  const pull = (stream) => (cancelled === 0 ? new Promise(() => undefined) : stream.close());
  const fetch = async () => new Response(new ReadableStream({ pull, cancel }));
  assert.deepEqual(await sent({ fetch }, "https://x.invalid", {}, 20), { lost: "timeout" });
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(cancelled, 1);
});
