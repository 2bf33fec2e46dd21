/** Who a trace belongs to: a random id in a cookie, nothing else about the person. */
import { cookie, cookieOf, randomToken } from "./headers";

const name = "visitor";
const thirtyDays = 2_592_000;

export function visitorOf(request: Request): string | undefined {
  const value = cookieOf(request, name);
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/** The visitor's id and, for a new visitor, the cookie to set. */
export function welcome(request: Request): { visitor: string; setCookie?: string } {
  const known = visitorOf(request);
  if (known) return { visitor: known };
  const visitor = randomToken();
  return { visitor, setCookie: cookie(request, name, visitor, `Path=/; Max-Age=${thirtyDays}; SameSite=Lax`) };
}
