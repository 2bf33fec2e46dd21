// Another maker's client, unmodified, at the command with its proxy: as its user starts both.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { SandboxControl } from "linepay-sandbox/control";
import { ORDER, peer } from "./merchants.js";

const MAIN = fileURLToPath(new URL("../../sandbox/pkg/dist/command/main.js", import.meta.url));
let command;
let said;

before(async () => {
  command = spawn(process.execPath, [MAIN, "--port", "0", "--json", "--proxy", "--auto-approve=BALANCE"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(command.stdout.setEncoding("utf8"), "data");
  said = JSON.parse(line);
  process.env.https_proxy = said.proxy;
  delete process.env.no_proxy;
  delete process.env.NO_PROXY;
});
after(async () => {
  command.kill();
  await once(command, "exit");
});

test("line-pay-merchant pays, asks and gives back, with no human and nothing changed", async () => {
  const client = peer(said);
  const products = [{ id: "tea", name: "高山烏龍茶 150g", quantity: 2, price: 180 }];
  const request = {
    ...ORDER,
    orderId: "PEER-1",
    packages: [{ id: "1", amount: 360, name: "山霧茶舖", products }],
    redirectUrls: { confirmUrl: "https://shop.example.com/confirm", cancelUrl: "https://shop.example.com/cancel" },
  };
  const { body } = await client.request.send({ body: request });
  const { transactionId } = body.info;
  const confirmed = await client.confirm.send({ transactionId, body: ORDER });
  assert.deepEqual(
    confirmed.body.info.payInfo.map(({ method }) => method),
    ["BALANCE"],
  );
  assert.equal((await client.refund.send({ transactionId, body: { refundAmount: 60 } })).body.returnCode, "0000");
  const [payment] = await new SandboxControl(said.url).transactions();
  assert.deepEqual([payment.orderId, payment.state, payment.refunded], ["PEER-1", "PARTLY_REFUNDED", 60]);
});
