/** The texts of what is compared with LINE Pay, and of the page that breaks things, in both languages. */
import type { Line, Money } from "../../workers/shop/compared";

export const breakEnglish = {
  compare: "Compare with LINE Pay",
  compared: (orders: number, differing: number, time: string) => {
    const found = differing === 0 ? "all agree" : differing === 1 ? "1 differs" : `${differing} differ`;
    return `${orders} ${orders === 1 ? "order" : "orders"} compared, ${time}: ${found}.`;
  },
  notCompared: (reason: string) => `Could not be compared: ${reason}`,
  differing: "differs",
  agreeing: "the same",
  beside: "Beside LINE Pay",
  line: "Line",
  ledgerSide: "The shop’s ledger",
  booksSide: "The shop’s books",
  agreement: "Agreement",
  inConsole: (id: string) => `Transaction ${id} in LINE Pay’s console`,
  bookIt: "Let the shop look again",
  inHand: (step: string) => `The ledger has a step in hand: ${step}.`,
  lines: {
    money: "State",
    payments: "Payments of the order",
    transactionId: "Transaction",
    amount: "Held or charged",
    refunded: "Given back",
    refunds: "Refunds",
  } satisfies Record<Line, string> as Record<Line, string>,
  money: {
    none: "no payment",
    authorized: "approved, not captured",
    captured: "paid",
    "partly-refunded": "refunded in part",
    refunded: "refunded",
    released: "released",
  } satisfies Record<Money, string> as Record<Money, string>,
};

export const breakChinese: typeof breakEnglish = {
  compare: "與 LINE Pay 比對",
  compared: (orders, differing, time) => `${time} 已比對 ${orders} 張訂單：${differing === 0 ? "全部一致" : `${differing} 張不一致`}。`,
  notCompared: (reason) => `無法比對：${reason}`,
  differing: "不一致",
  agreeing: "一致",
  beside: "與 LINE Pay 並列",
  line: "項目",
  ledgerSide: "商店的訂單紀錄庫",
  booksSide: "商店的帳",
  agreement: "比對結果",
  inConsole: (id) => `在 LINE Pay 後台查看交易 ${id}`,
  bookIt: "讓商店重新查詢",
  inHand: (step) => `訂單紀錄庫有一個步驟尚未完成：${step}。`,
  lines: {
    money: "狀態",
    payments: "這張訂單的付款筆數",
    transactionId: "交易編號",
    amount: "預授權或請款金額",
    refunded: "退款金額",
    refunds: "退款交易",
  },
  money: {
    none: "沒有付款",
    authorized: "已授權，尚未請款",
    captured: "已付款",
    "partly-refunded": "部分退款",
    refunded: "已退款",
    released: "已解除預授權",
  },
};
