// The example for Node pays at the command. Those for other languages are tried by `cargo xtask test --heavy`, in heavy/languages.test.mjs.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { EXAMPLES, pays, STEPS } from "./examples.mjs";

test("every example is tried", () => assert.deepEqual(readdirSync(EXAMPLES).sort(), Object.keys(STEPS).sort()));

test("pay.mjs: a payment", (context) => pays(context, "pay.mjs"));
