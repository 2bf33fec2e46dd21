// The checkout over a sandbox: purchases with every fault, other kinds of orders, and what becomes of a payment afterwards.
import { orderOf, Shop } from "../shop.js";
import { pass } from "../world.js";

export const LANGUAGES = { en: { "accept-language": "en" }, "zh-TW": { "accept-language": "zh-TW,zh;q=0.9" } };
export const VERSIONS = ["v2", "v3", "v4"];

/** A whole purchase, and all that can be asked of it afterwards. */
async function purchase(shop, { form = false, buyer = "approve", arm = {}, later = 7_500_000 } = {}) {
  const faults = async (phase) => {
    for (const fault of arm[phase] ?? []) await shop.play("arm", fault);
  };
  await faults("reserve");
  const { statusUrl } = await shop.reserve("reserve", form);
  const id = await shop.latest();
  await shop.look("before", statusUrl);
  const { redirectUrl, confirmUrl } = buyer === "waits" ? {} : await shop.play(buyer, id);
  const back = redirectUrl ?? confirmUrl ?? statusUrl;
  if (back !== undefined) {
    await faults("confirm");
    await shop.ask("back", back);
    await shop.ask("back in another browser", back, { cookies: false });
    await shop.play("disarm");
    await shop.ask("reloaded", back);
  }
  await shop.look("after", statusUrl);
  if (statusUrl !== undefined) await shop.ask("cancelled", statusUrl.replace("/pay/status", "/pay/cancel"));
  await shop.reserve("again", form);
  await shop.reserve("again, otherwise", !form);
  pass(later);
  if (back !== undefined) await shop.ask("late", back);
  await shop.look("late", statusUrl);
  return shop.end();
}

function* faults() {
  for (const operation of ["reserve", "confirm", "paymentCheck", "statusCheck", "authCheck"]) {
    const phase = operation === "reserve" ? "reserve" : "confirm";
    const both = ["hang", "drop", "status502", "truncated"].flatMap((kind) => ["before", "after"].map((when) => ({ kind, when })));
    const effect =
      operation === "reserve" || operation === "confirm"
        ? [{ kind: "late", seconds: 30 }, { kind: "late", seconds: 90 }, { kind: "twice" }]
        : [{ kind: "stale" }, { kind: "stale", calls: 3 }];
    const codes = [
      "1101",
      "1106",
      "1110",
      "1150",
      "1152",
      "1153",
      "1159",
      "1169",
      "1170",
      "1172",
      "1180",
      "1198",
      "1199",
      "1282",
      "2101",
      "9000",
      "7777",
      "0000",
      "0110",
      "0121",
    ];
    for (const fault of [...both, { kind: "html502" }, ...effect, ...codes.map((code) => ({ kind: "code", code }))]) {
      for (const times of fault.kind === "code" ? [1] : [1, 9]) yield [phase, { operation, ...fault, ...(times === 1 ? {} : { times }) }];
    }
  }
}

export async function purchases(differ, { server }) {
  const run = (input, options, script) => differ.compare(input, async (build) => purchase(await Shop.open(build, server, options), script));
  let turn = 0;
  for (const version of VERSIONS) {
    for (const [language, headers] of Object.entries(LANGUAGES)) {
      for (const form of [false, true]) {
        for (const buyer of ["approve", "cancel", "decline", "waits"]) {
          await run(`${version} ${language} ${form ? "form" : "JSON"} ${buyer}`, { version, headers }, { form, buyer });
        }
      }
    }
    for (const [phase, fault] of faults()) {
      // Every fault in one of the languages and ways, all of them in turn.
      const [language, headers] = Object.entries(LANGUAGES)[turn % 2];
      const form = turn++ % 3 === 2;
      await run(
        `${version} ${language} ${form ? "form" : "JSON"} ${JSON.stringify(fault)}`,
        { version, headers },
        { form, arm: { [phase]: [fault] } },
      );
    }
    for (const [kind, more] of kinds(version)) {
      for (const [language, headers] of Object.entries(LANGUAGES)) {
        const order = orderOf(version, "ORD-1", more);
        await run(`${version} ${language} ${kind}`, { version, headers, order }, {});
        for (const fault of [
          { kind: "drop", when: "after" },
          { kind: "drop", when: "before" },
          { kind: "code", code: "9000" },
        ]) {
          await run(
            `${version} ${language} ${kind} ${JSON.stringify(fault)}`,
            { version, headers, order },
            { arm: { confirm: [{ operation: "confirm", ...fault }] } },
          );
        }
      }
    }
    for (const [what, script] of Object.entries(AFTERWARDS)) {
      for (const [language, headers] of Object.entries(LANGUAGES)) {
        for (const capture of [true, false]) {
          const order = orderOf(version, "ORD-1", capture ? {} : { options: { payment: { capture } } });
          await differ.compare(`${version} ${language} ${capture ? "" : "not captured, "}then ${what}`, async (build) =>
            script(await Shop.open(build, server, { version, headers, order })),
          );
        }
      }
    }
  }
}

const kinds = (version) => [
  ["not captured", { options: { payment: { capture: false } } }],
  ["registration", { options: { payment: { payType: "PREAPPROVED" } } }],
  ["registration of nothing", { amount: 0, options: { payment: { payType: "PREAPPROVED" } } }],
  ["of nothing", { amount: 0 }],
  ["in dollars", { amount: 3.6, currency: "USD" }],
  ["of a bad sum", { amount: "much" }],
  ["with an unknown field", { unknown: 1 }],
  ...(version === "v3"
    ? [
        [
          "with shipping",
          {
            options: {
              shipping: { type: "SHIPPING", feeAmount: 60, feeInquiryUrl: "https://shop.example.com/fee", feeInquiryType: "CONDITION" },
            },
          },
        ],
      ]
    : []),
];

/** What a shop does with a payment, and what its pages say then. */
const then =
  (...steps) =>
  async (shop) => {
    const { statusUrl } = await shop.reserve();
    const transactionId = await shop.latest();
    const { redirectUrl } = await shop.play("approve", transactionId, { method: "BALANCE" });
    if (redirectUrl !== undefined) await shop.ask("back", redirectUrl);
    for (const [operation, given] of steps) {
      if (operation === "pass") pass(given);
      else await shop.call(operation, { transactionId, ...given });
      if (redirectUrl !== undefined) await shop.ask(`back after ${operation}`, redirectUrl);
      await shop.look(`after ${operation}`, statusUrl);
    }
    await shop.reserve("again");
    return shop.end();
  };

const AFTERWARDS = {
  "refunded in part": then(["refund", { refundAmount: 60 }]),
  "refunded in parts": then(["refund", { refundAmount: 60 }], ["refund", { refundAmount: 300 }]),
  refunded: then(["refund", {}]),
  voided: then(["void", {}]),
  captured: then(["capture", { amount: 360, currency: "TWD" }]),
  "captured in part": then(["capture", { amount: 100, currency: "TWD" }], ["refund", {}]),
  "a month later": then(["pass", 31 * 86_400_000], ["refund", {}]),
  "a day later": then(["pass", 86_400_000]),
};
