import { spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import decodeQR from "qr/decode.js";
import { TestControl } from "../sandbox-control.js";

const MAIN = fileURLToPath(new URL("../../sandbox/pkg/dist/command/main.js", import.meta.url));

/** `linepay-sandbox` on a free port, and a shop that writes down who comes to it. */
export async function openSandbox() {
  const command = spawn(process.execPath, [MAIN, "--port", "0", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(command.stdout, "data");
  const said = JSON.parse(String(line));

  const visits = [];
  const shop = { prices: {} };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    visits.push({ method: request.method, path: request.url, body, browser: /Mozilla/.test(request.headers["user-agent"] ?? "") });
    const asked = request.url.startsWith("/fee");
    response.writeHead(200, { "content-type": asked ? "application/json" : "text/html; charset=utf-8" });
    response.end(asked ? JSON.stringify(shop.prices) : `<!doctype html><html lang="en"><title>Shop</title><h1>Back at the shop</h1>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const shopUrl = `http://127.0.0.1:${server.address().port}`;

  /** A call of LINE Pay's API, of any version. Ids stay texts. */
  const call = async (path, body) => {
    const text = JSON.stringify(body);
    const headers = { "x-line-channelid": said.channelId, "content-type": "application/json" };
    if (path.startsWith("/v2")) headers["x-line-channelsecret"] = said.channelSecret;
    else {
      const nonce = randomUUID();
      const signed = createHmac("sha256", said.channelSecret).update(said.channelSecret + path + text + nonce);
      Object.assign(headers, { "x-line-authorization-nonce": nonce, "x-line-authorization": signed.digest("base64") });
    }
    const answer = await (await fetch(said.url + path, { method: "POST", headers, body: text })).text();
    return JSON.parse(answer.replace(/:\s*(\d{16,})/g, ':"$1"'));
  };
  let orders = 0;
  const nextOrder = () => {
    orders += 1;
    return `BUYER-${orders}`;
  };
  return {
    ...said,
    shopUrl,
    shop,
    visits,
    call,
    sandbox: new TestControl(said.url),
    /** A reservation of v2: 360 dollars, with what is said otherwise. */
    async reserve(changes = {}) {
      const own = { productName: "Tea", amount: 360, currency: "TWD", orderId: nextOrder() };
      const urls = { confirmUrl: `${shopUrl}/paid`, cancelUrl: `${shopUrl}/cancelled` };
      return (await call("/v2/payments/request", { ...own, ...urls, ...changes })).info;
    },
    /** One of v3 or v4. */
    async request(version, { redirectUrls, ...changes } = {}) {
      const packages = [{ id: "1", amount: 360, products: [{ name: "Tea", quantity: 1, price: 360 }] }];
      const own = { amount: 360, currency: "TWD", orderId: nextOrder(), packages };
      const urls = { confirmUrl: `${shopUrl}/paid`, cancelUrl: `${shopUrl}/cancelled`, ...redirectUrls };
      return (await call(`/${version}/payments/request`, { ...own, redirectUrls: urls, ...changes })).info;
    },
    confirm: ({ transactionId }, amount = 360, version = "v2") =>
      call(`/${version}/payments/${transactionId}/confirm`, { amount, currency: "TWD" }),
    close() {
      command.kill();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The waiting page and the pop-up that it opens. */
export async function openPopUp(page, { paymentUrl }) {
  // One that has not closed yet would be led on.
  for (const other of page.context().pages()) if (other !== page) await other.close();
  const [popUp] = await Promise.all([page.context().waitForEvent("page"), page.goto(paymentUrl.web)]);
  await popUp.waitForLoadState();
  return popUp;
}

/** The address at which the app link's page stands. */
export const appUrl = ({ paymentUrl }) => {
  const url = new URL(paymentUrl.web);
  return `${url.origin}/web/payment/app/${url.searchParams.get("transactionReserveId")}`;
};

/** What a phone's camera reads of a picture in the page. */
export async function scan(picture) {
  // As one text: a list of so many numbers is long on its way.
  const { width, height, text } = await picture.evaluate(async (svg) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 400 });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, 400, 400);
    const { width, height, data } = context.getImageData(0, 0, 400, 400);
    return { width, height, text: btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join("")) };
  });
  return decodeQR({ width, height, data: Uint8Array.from(Buffer.from(text, "base64")) });
}
