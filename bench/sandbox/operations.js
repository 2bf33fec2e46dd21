// What is measured of the sandbox: each makes the calls that it needs beforehand, and gives what is then timed.

/** Payments all over the shop, one after another. */
const paid = ({ paid }) => {
  let next = 0;
  return () => paid[(next++ * 7919) % paid.length];
};

/** So many things that a call uses up. */
const supply = async (count, make) => {
  const all = [];
  for (let index = 0; index < count; index += 1) all.push(await make());
  return () => all.pop();
};

const onPaid = (ask) => async (shop) => {
  const next = paid(shop);
  return () => ask(shop.call, next());
};

const reserved = (options, ask) => async (shop, count) => {
  const next = await supply(count, () => shop.reserve(options));
  return () => ask(shop, next());
};

const authorized = (ask) => async (shop, count) => {
  const next = await supply(count, async () => {
    const payment = await shop.reserve({ payment: { capture: false } });
    await shop.confirm(payment);
    return payment;
  });
  return () => ask(shop.call, next());
};

const byKey = (ask) => async (shop) => {
  const { regKey } = await shop.sandbox.register();
  let charges = 0;
  return () => ask(shop.call, regKey, charges++);
};

const CHARGE = '{"productName":"Plan","amount":150,"currency":"TWD","capture":true,"orderId":"CHARGE-';

/** @type {Record<string, (shop: object, count: number) => Promise<() => Promise<unknown>>>} */
export const OPERATIONS = {
  reserve: async (shop) => () => shop.reserve(),
  statusCheck: onPaid((call, { id }) => call("GET", `/v3/payments/requests/${id}/check`)),
  confirm: reserved({}, (shop, payment) => shop.confirm(payment)),
  capture: authorized((call, { id }) => call("POST", `/v3/payments/authorizations/${id}/capture`, '{"amount":360,"currency":"TWD"}')),
  void: authorized((call, { id }) => call("POST", `/v3/payments/authorizations/${id}/void`)),
  "authCheck (v2)": async (shop) => {
    const held = await authorized((_, payment) => payment)(shop, 1);
    const { id } = held();
    return () => shop.call("GET", "/v2/payments/authorizations", `transactionId=${id}`);
  },
  "paymentCheck by transactionId": onPaid((call, { id }) => call("GET", "/v3/payments", `transactionId=${id}`)),
  "paymentCheck by orderId": onPaid((call, { orderId }) => call("GET", "/v3/payments", `orderId=${orderId}`)),
  "paymentCheck (v2)": onPaid((call, { id }) => call("GET", "/v2/payments", `transactionId=${id}`)),
  "paymentCheck, stale by a fault": onPaid((call, { id }) =>
    call("GET", "/v3/payments", `transactionId=${id}`, { "x-sandbox-fault": "stale" }),
  ),
  refund: onPaid((call, { id }) => call("POST", `/v3/payments/${id}/refund`, '{"refundAmount":1}')),
  regKeyCheck: byKey((call, regKey) => call("GET", `/v3/payments/preapprovedPay/${regKey}/check`)),
  preApproval: byKey((call, regKey, count) => call("POST", `/v3/payments/preapprovedPay/${regKey}/payment`, `${CHARGE}${count}"}`)),
  "orderCheck (v4)": onPaid((call, { orderId }) => call("GET", `/v4/payments/orders/${orderId}/check`)),
};

/** The two whose slowest calls are looked at. */
export const LOOKED_AT = ["paymentCheck by transactionId", "refund"];
