import assert from "node:assert/strict";

/** Every way that an order goes through the checkout's pages. */
export function checkout(declare, shop, running) {
  const check = (title, run) => declare("checkout", title, run);
  const control = () => running().sandbox.control;

  for (const version of ["v2", "v3", "v4"]) {
    check(`${version}: captured at once, or only authorised and then released`, async () => {
      for (const capture of [true, false]) {
        const order = await shop.buy({ version, capture });
        for (let visits = 0; visits < 2; visits += 1) {
          const page = visits === 0 ? order.page : await shop.visit(order.path, order.cookie);
          assert.match(page.text, capture ? /Payment received/ : /Payment approved/);
        }
        const { state, payment } = await shop.status(order);
        assert.deepEqual([state, payment.captured], [capture ? "paid" : "authorized", capture]);
        const rows = (await control().transactions()).filter((row) => row.orderId === order.orderId);
        assert.deepEqual(
          rows.map((row) => row.state),
          [capture ? "CAPTURED" : "AUTHORIZED"],
        );
        if (capture) continue;
        await shop.call("void", { transactionId: order.transactionId }, { version });
        // A payment that was authorised and given up is no longer among what LINE Pay lists, or is one that was released.
        assert.match((await shop.status(order)).state, /^(released|unpaid)$/);
      }
    });
  }

  for (const version of ["v2", "v3", "v4"]) {
    check(`${version}: a regKey whose confirm answer is lost, and what the merchant is told`, async () => {
      const reserved = await shop.reserve(shop.newOrder("-key-lost"), { version, payType: "PREAPPROVED" });
      const path = await shop.approve(reserved.transactionId);
      await control().arm({ operation: "confirm", when: "after", kind: "status502" });
      for (let visits = 0; visits < 2; visits += 1) {
        const { text } = await shop.visit(path);
        assert.match(text, /Payment received/);
        assert.doesNotMatch(text, /regKey/, "no business of the buyer's");
      }
      const { paid, problems } = await (await running().merchant.fetch("/told")).json();
      const mine = paid.filter((payment) => payment.orderId === reserved.orderId);
      assert.ok(mine.length >= 2 && mine.every((payment) => payment.captured && !("regKey" in payment)));
      const [problem, ...others] = problems.filter(({ asked }) => asked?.orderId === reserved.orderId);
      assert.deepEqual([problem?.kind, problem?.got.transactionId, others.length], ["reg-key-lost", reserved.transactionId, 0]);
      assert.match(problem.message, /no query returns it.*register again.*or refund/);
      assert.match(problem.error, /register again, or refund/);
    });
  }

  check("charged once, whatever is reloaded, and onPaid gets the same key", async () => {
    const { orderId, path, cookie, transactionId, ...reserved } = await shop.buy();
    for (const [sent, headers] of [
      [cookie, {}],
      [cookie, { "x-torn-context": "1" }],
      [undefined, {}],
    ]) {
      const page = await shop.visit(path, sent, headers);
      assert.equal(page.status, 200, page.text);
      assert.match(page.text, /Payment received/);
      assert.ok(page.text.includes(orderId));
    }
    assert.equal((await shop.charged(orderId)).length, 1);
    assert.equal((await shop.status({ ...reserved, cookie })).state, "paid");
    const { paid } = await (await running().merchant.fetch("/told")).json();
    const keys = paid.filter((payment) => payment.orderId === orderId).map((payment) => payment.key);
    assert.ok(keys.length >= 3);
    assert.deepEqual(new Set(keys), new Set([transactionId]));
    // A browser with many open orders: the oldest cookies go.
    const many = Array.from({ length: 14 }, (_, n) => `${cookie.replace(/\d+=.*/, "")}${n}=x`).join("; ");
    assert.equal((await shop.reserve(undefined, { headers: { cookie: many } })).cleared, 3);
  });

  check("a form is sent on to the payment page", async () => {
    const { merchant } = running();
    const response = await merchant.fetch("/pay/reserve", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: merchant.origin },
      body: new URLSearchParams({ orderId: shop.newOrder() }).toString(),
    });
    assert.equal(response.status, 303);
    assert.equal(new URL(response.headers.get("location")).origin, control().baseUrl);
  });

  check("two reservations of one order, one charge", async () => {
    const orderId = shop.newOrder();
    const [first, second] = [await shop.reserve(orderId), await shop.reserve(orderId)];
    const paths = [await shop.approve(first.transactionId), await shop.approve(second.transactionId)];
    for (const path of paths) assert.match((await shop.visit(path)).text, /Payment received/);
    assert.deepEqual(
      (await shop.charged(orderId)).map((payment) => payment.transactionId),
      [first.transactionId],
    );
  });

  check(
    "another order's transaction in the confirm link moves nothing where the browser has reserved it, and delivers nothing where not",
    async () => {
      const [mine, other] = [await shop.reserve(), await shop.reserve()];
      const path = await shop.approve(mine.transactionId);
      await control().approve(other.transactionId);
      const forged = path.replace(mine.transactionId, other.transactionId);
      const page = await shop.visit(forged, `${mine.cookie}; ${other.cookie}`);
      assert.doesNotMatch(page.text, /Payment received/);
      for (const { orderId } of [mine, other]) assert.equal((await shop.charged(orderId)).length, 0);
      // Another browser cannot know whose it is before LINE Pay's answer says so.
      assert.doesNotMatch((await shop.visit(forged, mine.cookie)).text, /Payment received/);
      assert.equal((await shop.charged(mine.orderId)).length, 0);
      assert.match((await shop.visit(path, mine.cookie)).text, /Payment received/);
      assert.equal((await shop.charged(mine.orderId)).length, 1);
    },
  );

  check("a confirm whose answer hangs ends in the receipt", async () => {
    const reserved = await shop.reserve();
    const path = await shop.approve(reserved.transactionId);
    await control().arm({ operation: "confirm", when: "after", kind: "hang", seconds: 20 });
    assert.match((await shop.visit(path, reserved.cookie)).text, /Payment received/);
    assert.equal((await shop.charged(reserved.orderId)).length, 1);
  });

  check("an answer that nobody can settle: the page waits, asks again, and never charges twice", async () => {
    const reserved = await shop.reserve();
    const path = await shop.approve(reserved.transactionId);
    await control().arm({ operation: "confirm", when: "after", kind: "drop" });
    await control().arm({ operation: "paymentCheck", when: "before", kind: "status502", times: 20 });
    const page = await shop.visit(path, reserved.cookie);
    await control().disarm();
    assert.match(page.text, /not known|still being confirmed|could not be asked|Payment received/i);
    assert.doesNotMatch(page.text, /recorded no payment|not been charged|[Nn]othing has been charged/);
    assert.match((await shop.visit(path, reserved.cookie)).text, /Payment received/);
    assert.equal((await shop.charged(reserved.orderId)).length, 1);
  });

  check("cancelled, not approved, declined: nothing is charged", async () => {
    // Nothing is, but no page says so: it could not know of another browser's confirm.
    const none = async (path, cookie, language) => {
      const { status, text } = await shop.visit(path, cookie, { "accept-language": language });
      assert.match(
        text,
        language === "en" ? /LINE Pay has recorded no payment for this order so far\./ : /LINE Pay 目前查無此訂單的付款紀錄。/,
      );
      assert.doesNotMatch(text, /[Nn]othing (has been|was) charged|not (been )?(charged|paid)|(沒有|未|不會)(扣款|請款)/);
      return { status, text };
    };
    const cancelled = await shop.reserve();
    await control().cancel(cancelled.transactionId);
    const cancelPath = new URL(cancelled.statusUrl);
    cancelPath.pathname = "/pay/cancel";
    assert.match((await none(cancelPath.href, cancelled.cookie, "en")).text, /Payment cancelled/);
    assert.match((await none(cancelPath.href, cancelled.cookie, "zh-TW")).text, /若您其實已在 LINE Pay 確認付款，請勿重複付款/);
    assert.equal((await shop.status(cancelled)).state, "unpaid");

    const hasty = await shop.reserve(undefined, { version: "v3" });
    const confirm = new URL(hasty.statusUrl);
    confirm.pathname = "/v3/confirm";
    confirm.searchParams.set("transactionId", hasty.transactionId);
    confirm.searchParams.set("orderId", hasty.orderId);
    const early = await none(confirm.href, hasty.cookie, "en");
    assert.notEqual(early.status, 200, early.text);
    assert.doesNotMatch(early.text, /Payment received/);

    const declined = await shop.reserve(undefined, { version: "v3" });
    await control().decline(declined.transactionId);
    assert.notEqual((await shop.status(declined)).state, "paid");
    for (const { orderId } of [cancelled, hasty, declined]) assert.equal((await shop.charged(orderId)).length, 0);
  });

  check("refunded in part and whole", async () => {
    const order = await shop.buy();
    await shop.call("refund", { transactionId: order.transactionId, refundAmount: 60 });
    assert.match((await shop.visit(order.path, order.cookie)).text, /Partly refunded/);
    await shop.call("refund", { transactionId: order.transactionId });
    assert.equal((await shop.status(order)).state, "refunded");
  });

  check("paid while the shop's records are down: being registered, never charged again", async () => {
    const order = await shop.buy({ orderId: shop.newOrder("-unregistered") });
    assert.match(order.page.text, /being registered/i);
    assert.match(order.page.refresh, /^5; url=/);
    await shop.visit(order.path, order.cookie);
    assert.equal((await shop.charged(order.orderId)).length, 1);
  });

  check("a token that was touched does nothing", async () => {
    const reserved = await shop.reserve();
    const url = new URL(await shop.approve(reserved.transactionId), running().merchant.origin);
    for (const [name, value] of url.searchParams) {
      if (name !== "transactionId") url.searchParams.set(name, (value.startsWith("A") ? "B" : "A") + value.slice(1));
    }
    assert.equal((await shop.visit(url.href, reserved.cookie)).status, 400);
    assert.equal((await shop.charged(reserved.orderId)).length, 0);
  });

  check("other sites, methods, paths, bodies and previews are turned away", async () => {
    const { merchant } = running();
    const json = { "content-type": "application/json" };
    const body = JSON.stringify({ orderId: shop.newOrder() });
    const big = "x".repeat(10 * 1024 * 1024);
    const before = await shop.calls();
    for (const [path, init, status] of [
      ["/pay/reserve", { method: "POST", headers: { ...json, "sec-fetch-site": "cross-site", origin: "https://shop.example" }, body }, 403],
      ["/pay/reserve", { method: "GET", headers: {} }, 405],
      ["/pay/reserve", { method: "POST", headers: { "content-type": "text/plain" }, body }, 415],
      ["/pay/reserve", { method: "POST", headers: json, body: `"${"x".repeat(65 * 1024)}"` }, 413],
      // Also where nobody reads the body: its sender has to get the answer and not a reset.
      ["/pay/reserve", { method: "POST", headers: json, body: big }, 413],
      ["/pay/reserve", { method: "POST", headers: { ...json, "sec-fetch-site": "cross-site" }, body: big }, 403],
      ["/pay/reserve", { method: "POST", headers: { "content-type": "text/plain" }, body: big }, 415],
      ["/pay/confirm", { method: "POST", headers: json, body: big }, 405],
      ["/pay/reserve", { method: "POST", headers: json, body: '{"orderId":' }, 400],
      ["/pay/reserve", { method: "POST", headers: { "content-type": "multipart/form-data; boundary=x" }, body: "--y\r\nno form" }, 400],
      ["/pay/nothing", { headers: {} }, 404],
    ]) {
      const response = await merchant.fetch(path, init);
      assert.equal(response.status, status, `${init.method} ${path}`);
      const text = await response.text();
      assert.ok(text.length > 50, "an answer that can be read");
      assert.doesNotMatch(text, /charged|paid/);
    }
    const reserved = await shop.reserve();
    const path = await shop.approve(reserved.transactionId);
    await shop.visit(path, reserved.cookie, { "sec-purpose": "prefetch" });
    assert.equal((await shop.charged(reserved.orderId)).length, 0);
    assert.equal(await shop.calls(), before + 1);
  });
}
