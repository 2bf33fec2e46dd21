// A ledger over HTTP, so that a store in another program or runtime stands before the same contract and the same writers.

/** Answers one call of a remote ledger. */
export async function answer(ledger, request) {
  const { method, args } = await request.json();
  try {
    // JSON knows no undefined.
    const result = await ledger[method](...args.map((value) => value ?? undefined));
    return Response.json({ result: result ?? null });
  } catch (error) {
    return Response.json({ error: String(error?.message ?? error) }, { status: 500 });
  }
}

/** The ledger that answers at this address. Throws where no answer comes, as any store does. */
export function remoteLedger(address) {
  const ask = async (method, ...args) => {
    const body = JSON.stringify({ method, args: args.map((value) => value ?? null) });
    const { fetchOnce } = await import("./once.js"); // not where this file is bundled for its other half
    const response = await fetchOnce(address, { method: "POST", body });
    const { result, error } = await response.json();
    if (error !== undefined) throw new Error(error);
    return result ?? undefined;
  };
  return {
    read: async (key) => {
      const { record, now } = await ask("read", key);
      return { record, now };
    },
    write: (...args) => ask("write", ...args),
    due: (...args) => ask("due", ...args),
    open: (...args) => ask("open", ...args),
    remove: (...args) => ask("remove", ...args),
  };
}
