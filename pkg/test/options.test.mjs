// A client's options that are wrong: each is named, and a misspelt one with what was meant.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LinePay } from "../dist/index.js";
import { SECRET } from "./line-pay.mjs";

const KEYS = { channelId: "1553111222", channelSecret: SECRET, version: "v3" };

test("an option that is no data or misspelt is named, with the one that was meant", () => {
  class Baseless {}
  for (const [given, message] of [
    [{ onEvents: () => 0 }, "onEvents: is not a field here; did you mean onEvent?"],
    [{ fetc: () => 0 }, "fetc: is not a field here; did you mean fetch?"],
    [{ dangerouslyAllowBrowsr: true }, "dangerouslyAllowBrowsr: is not a field here; did you mean dangerouslyAllowBrowser?"],
    [{ enviroment: "sandbox" }, "enviroment: is not a field here; did you mean environment?"],
    [{ timeouts: { confrm: 3 } }, "timeouts.confrm: is not a field here; did you mean confirm?"],
    [{ baseUrl: new URL("https://relay.example.com") }, "baseUrl: must be a text, not an object"],
    [{ deviceType: () => "POS" }, "deviceType: must be a text, not an object"],
    [{ version: Symbol("v3") }, "version: must be a text, not an object"],
    [{ paymentOrigin: new Baseless() }, "paymentOrigin: must be a text, not an object"],
    [{ timeouts: new Map() }, "timeouts: must be an object, not an array"],
  ]) {
    assert.throws(
      () => new LinePay({ ...KEYS, ...given }),
      ({ code, issues }) =>
        code === "INVALID_CONFIGURATION" && issues.length === 1 && `${issues[0].path}: ${issues[0].message}` === message,
      message,
    );
  }
  assert.match(
    refusal({ signal: AbortSignal.timeout(10) }),
    /^signal: is not a field here; known are channelId, .*fetch, onEvent, dangerouslyAllowBrowser$/,
  );
  assert.equal(new LinePay({ ...KEYS, timeouts: Object.assign(Object.create(null), { confirm: 1000 }) }).version, "v3");
});

function refusal(given) {
  try {
    new LinePay({ ...KEYS, ...given });
  } catch ({ message }) {
    return message;
  }
}
