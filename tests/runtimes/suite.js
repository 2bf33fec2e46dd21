import { after, before } from "node:test";
import { CREDENTIALS, startOwnSandbox } from "../sandbox-control.js";
import { checkout } from "./checkout.js";
import { errors } from "./errors.js";
import { operations } from "./operations.js";
import { recorder } from "./record.js";
import { sandbox } from "./sandbox.js";
import { shopper } from "./shopper.js";
import { traps } from "./traps.js";

/**
 * The same payments on any runtime.
 *
 * @param {string} runtime As README's table names it.
 * @param {(bindings: Record<string, string>) => Promise<{ fetch: (path: string, init?: object) => Promise<Response>,
 *   origin: string, stop?: () => Promise<void> }>} start Starts merchant.js there.
 * @param parts What is tested: everything, unless a merchant has no use for some of it.
 * @returns Declares further tests of this runtime; and what is running.
 */
export function suite(runtime, start, parts = [operations, errors, checkout, traps, sandbox]) {
  const running = { merchant: undefined, sandbox: undefined };
  const check = recorder("runtimes", runtime);
  const shop = shopper(runtime, () => running);

  before(async () => {
    running.sandbox = await startOwnSandbox();
    const bindings = {
      LINE_PAY_CHANNEL_ID: CREDENTIALS.channelId,
      LINE_PAY_CHANNEL_SECRET: CREDENTIALS.channelSecret,
      LINE_PAY_BASE_URL: running.sandbox.control.baseUrl,
    };
    running.merchant = await start(bindings).catch(async (error) => {
      await running.sandbox.stop(); // or it would keep this process up: nothing else is run after a failure here
      throw error;
    });
  });
  after(async () => {
    await running.merchant?.stop?.();
    await running.sandbox?.stop();
  });

  for (const part of parts) part(check, shop, () => running);
  return { check, shop, running };
}
