// A server that answers at once and a client that asks without pause, both on the loopback interface.
import { createServer } from "node:http";
import { connect } from "node:net";

/** LINE Pay as fast as it can be. */
export async function startUpstream(reply) {
  const body = Buffer.from(reply);
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

let orders = 0;

/** One reserve request as bytes; each is another order. */
function question(url) {
  orders += 1;
  const body = `{"orderId":"BENCH-${orders}"}`;
  const { host, origin } = new URL(url);
  const headers = `host: ${host}\r\norigin: ${origin}\r\ncontent-type: application/json\r\naccept: application/json`;
  return `POST /pay/reserve HTTP/1.1\r\n${headers}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** Where the first answer in the text ends; 0 where it is not complete. Fails for all but a 200. */
function endOf(text) {
  const head = text.indexOf("\r\n\r\n");
  if (head === -1) return 0;
  if (!text.startsWith("HTTP/1.1 200")) throw new Error(`the worker answered: ${text.slice(0, 500)}`);
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head));
  if (length !== null) {
    const end = head + 4 + Number(length[1]);
    return text.length >= end ? end : 0;
  }
  const last = text.indexOf("\r\n0\r\n\r\n", head);
  return last === -1 ? 0 : last + 7;
}

/** One connection that asks `count` times, or until `until`; tells how often it was answered. */
function ask(url, { count = Infinity, until = Infinity }) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    // One byte a character, so that lengths are those of the header.
    socket.setEncoding("latin1");
    socket.setTimeout(10_000, () => socket.destroy(new Error("the worker did not answer within 10 s")));
    let answered = 0;
    let text = "";
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the worker closed the connection")));
    socket.on("connect", () => socket.write(question(url)));
    socket.on("data", (part) => {
      text += part;
      try {
        const end = endOf(text);
        if (end === 0) return;
        text = text.slice(end);
      } catch (error) {
        socket.destroy(error);
        return;
      }
      answered += 1;
      if (answered < count && performance.now() < until) {
        socket.write(question(url));
        return;
      }
      socket.removeAllListeners("close").end();
      resolve(answered);
    });
  });
}

/** Milliseconds from connecting to the end of the answer. */
export async function timeOne(url) {
  const start = performance.now();
  await ask(url, { count: 1 });
  return performance.now() - start;
}

/** Answers, and answers a second, over so many connections. */
export async function throughput(url, { connections, seconds }) {
  const start = performance.now();
  const until = start + seconds * 1000;
  const counts = await Promise.all(Array.from({ length: connections }, () => ask(url, { until })));
  const answers = counts.reduce((sum, count) => sum + count, 0);
  return { answers, perSecond: answers / ((performance.now() - start) / 1000) };
}
