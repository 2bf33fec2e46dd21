/** The demo password and the sessions it opens. */
export const sessionSeconds = 28_800;
/** This many wrong passwords from one address within the window, and the next one waits. */
export const mostFailures = 5;
export const failureWindow = 60_000;

/** Compares in a time that depends on neither text: both become digests of one length first. */
export async function samePassword(given: string, wanted: string): Promise<boolean> {
  const [one, other] = await Promise.all([digest(given), digest(wanted)]);
  let difference = 0;
  for (let index = 0; index < one.length; index++) difference |= (one[index] ?? 0) ^ (other[index] ?? 1);
  return difference === 0 && wanted.length > 0;
}

/** What is stored of a session's token. */
export async function tokenHash(token: string): Promise<string> {
  return [...(await digest(token))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
