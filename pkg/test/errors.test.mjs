import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { LinePayError } from "../dist/errors.js";
import { fromModule } from "../dist/thrown.js";

test("carries the fields it is given and nothing else", () => {
  const error = new LinePayError({ code: "REFUSED", message: "No.", returnCode: "1106", outcome: "not-executed" });
  assert.ok(error instanceof Error);
  assert.equal(error.name, "LinePayError");
  assert.equal(String(error), "LinePayError: No.");
  assert.equal("status" in error, false);
  assert.deepEqual(JSON.parse(JSON.stringify(error)), {
    code: "REFUSED",
    outcome: "not-executed",
    retry: "never",
    issues: [],
    returnCode: "1106",
    name: "LinePayError",
    message: "No.",
  });
});

test("the reply's text is there to be read but in no log", () => {
  const error = new LinePayError({ code: "GATEWAY", message: "502", raw: "<html>long</html>" });
  assert.equal(error.raw, "<html>long</html>");
  assert.ok(!JSON.stringify(error).includes("long"));
  assert.ok(!inspect(error).includes("long"));
});

test("only what the module throws on purpose becomes a LinePayError", () => {
  const thrown = { code: "TIMEOUT", message: "late", outcome: "unknown", retry: "ask-first", issues: [] };
  assert.equal(fromModule(thrown).outcome, "unknown");
  assert.equal(fromModule(new WebAssembly.RuntimeError("unreachable")), undefined);
  assert.equal(fromModule(Object.assign(new Error("x"), { code: "E" })), undefined);
  assert.equal(fromModule("text"), undefined);
  assert.equal(fromModule(null), undefined);
});
