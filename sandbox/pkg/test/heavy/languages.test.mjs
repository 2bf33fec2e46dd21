// The examples for other languages: each pays at the command. A language that is missing fails, and says how it is installed.
import { test } from "node:test";
import { pays, STEPS } from "../examples.mjs";

for (const file of Object.keys(STEPS)) test(`${file}: a payment`, (context) => pays(context, file));
