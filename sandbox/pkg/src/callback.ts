/** confirmUrlType SERVER: LINE Pay's server calls the merchant. Its answer is not read. */
export async function call(address: string): Promise<void> {
  try {
    await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(20_000) });
  } catch {
    // The merchant did not answer; LINE Pay does not call twice.
  }
}
