/** A confirm that was answered for another order: what every integration has to notice. */
import { type Exchange, NOTHING } from "./har";

export const EXAMPLE: Exchange = {
  operation: "confirm",
  version: "v3",
  at: "",
  status: 200,
  text: `{
  "returnCode": "0000",
  "returnMessage": "Success.",
  "info": {
    "orderId": "MH-20260507-0002",
    "transactionId": 2026050712345678910,
    "payInfo": [{ "method": "CREDIT_CARD", "amount": 360 }]
  }
}`,
  request: {},
  expected: { ...NOTHING, orderId: "MH-20260507-0001", amount: "360", currency: "TWD" },
};
