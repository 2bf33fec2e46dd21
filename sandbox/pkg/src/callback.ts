import type { Asked } from "./core.js";
import { BODY_LIMIT } from "./exchange.js";

/** feeInquiryUrl: LINE Pay's server asks the merchant what the shipping costs. */
export async function inquire(address: string, body: string): Promise<Asked> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(address, { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(20_000) });
    return await asked(response);
  } catch {
    return NOBODY;
  }
}

/** Nobody answered. */
export const NOBODY: Asked = { status: 0, body: "" };

/** What an answer said, cut above the limit of the sandbox's own bodies. */
export async function asked(response: Response): Promise<Asked> {
  return { status: response.status, body: (await response.text()).slice(0, BODY_LIMIT) };
}

/** confirmUrlType SERVER: LINE Pay's server calls the merchant, once, and does not read the answer. `tell` hears of one that is no good. */
export async function call(address: string, tell: (problem: string) => void): Promise<void> {
  try {
    const { status } = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(20_000) });
    if (status >= 400) tell(`confirmUrl ${address} (confirmUrlType SERVER) answered HTTP ${status}`);
  } catch (thrown) {
    const { message, cause } = thrown as Error & { cause?: { code?: string } };
    tell(`confirmUrl ${address} (confirmUrlType SERVER) could not be called: ${cause?.code ?? message}`);
  }
}
