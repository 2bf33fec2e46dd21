// What a browser is told to remember, and to forget.
import assert from "node:assert/strict";
import { test } from "node:test";
import { reserved, shop } from "./fake.mjs";

test("a browser with many open orders: its cookies go to the module, and the answer takes the oldest away", async () => {
  const clearCookies = ["__Host-linepay-a.1=; Path=/; Max-Age=0", "__Host-linepay-a.2=; Path=/; Max-Age=0"];
  const { post, seen } = shop({ reserve: () => ({ ...reserved, clearCookies }) });
  for (const type of ["application/json", "application/x-www-form-urlencoded"]) {
    const response = await post({ "content-type": type, cookie: "__Host-linepay-a.1=x; theme=dark" });
    assert.deepEqual(response.headers.getSetCookie(), [reserved.setCookie, ...clearCookies]);
    assert.equal("clearCookies" in (response.status === 200 ? await response.json() : {}), false);
    assert.equal(seen.reserves.at(-1).cookies, "__Host-linepay-a.1=x; theme=dark");
  }
  await post();
  assert.equal(seen.reserves.at(-1).cookies, "");
});
