import assert from "node:assert/strict";
import { test } from "node:test";
import { groupsOf } from "../../sandbox/pkg/console/src/groups";
import type { SandboxCall } from "../../sandbox/pkg/console/src/views";

let number = 0;
function call(path: string, more: Partial<SandboxCall> = {}): SandboxCall {
  number += 1;
  return { number, path, query: "", requestBody: "", replyBody: "", ...more } as SandboxCall;
}

const id = "2026112412345678910";
const [reserve, confirm] = [
  call("/v3/payments/request", { requestBody: '{ "orderId" : "A/\\"1\\"" }', replyBody: `{"info":{"transactionId":${id}}}` }),
  call(`/v3/payments/${id}/confirm`, { replyBody: "{}" }),
];
const asked = call("/v3/payments", { query: `transactionId=${id}` });
const counter = call("/v2/payments/orders/B%201/check");
const several = call("/v3/payments", { query: "orderId=B%201&orderId=C" });
const unknown = call("/v3/payments/requests/2026112412345678911/check");
const none = call("/favicon.ico");

test("calls are of the order that they name, or that the payment is of which they name", () => {
  const groups = groupsOf([reserve, counter, confirm, several, unknown, none, asked]);
  const told = groups.map(({ name, transactionId, calls }) => [name, transactionId, calls.map(({ path }) => path)]);
  assert.deepEqual(told, [
    ['A/"1"', id, [reserve.path, confirm.path, asked.path]],
    ["", undefined, [several.path, none.path]],
    ["2026112412345678911", "2026112412345678911", [unknown.path]],
    ["B 1", undefined, [counter.path]],
  ]);
});

test("an answer about several payments makes none of them another order's", () => {
  const list = call("/v3/payments", { query: "orderId=A", replyBody: `{"info":[{"transactionId":${id}},{"transactionId":7777777777}]}` });
  assert.deepEqual(
    groupsOf([list, confirm]).map(({ name }) => name),
    [id, ""],
  );
});
