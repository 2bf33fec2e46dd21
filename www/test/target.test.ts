import assert from "node:assert/strict";
import { test } from "node:test";
import { safeTarget } from "../../sandbox/pkg/buyer/src/payment";

test("the buyer goes on to a page or back into an app, never to a script", () => {
  Object.assign(globalThis, { location: { href: "https://pay.example.com/web/payment/wait" } });
  for (const url of ["https://shop.example.com/paid?cart=7", "http://127.0.0.1:3000/paid", "myapp://done?x&transactionId=1#top"]) {
    assert.equal(safeTarget(url), url);
  }
  for (const url of [
    "javascript:alert(1)",
    "JavaScript://x/%0aalert(1)",
    " data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://a.test/1",
    "about:blank",
    "",
    null,
  ]) {
    assert.equal(safeTarget(url), undefined, `${url}`);
  }
});
