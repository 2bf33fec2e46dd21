import type { Operations } from "./operations.js";
import { routes } from "./routes.js";
import type { Version } from "./versions.js";

/** Which operation a call was. */
export interface Recognised {
  /** The version in its path. */
  version: Version;
  /** The operation's name. */
  operation: keyof Operations;
  /** The id in its path, decoded: a transactionId, a regKey or an orderId, as `routes` says. */
  id?: string;
}

/**
 * Recognises a call to LINE Pay, whatever host it went to, by its method and URL; `undefined` for any other. Where two operations
 * share a path (authCheck and paymentCheck after v2) it is paymentCheck.
 *
 * ```ts
 * recognise("POST", "https://relay.example.com/line-pay/v3/payments/2026050712345678910/confirm");
 * // { version: "v3", operation: "confirm", id: "2026050712345678910" }
 * ```
 */
export function recognise(method: string, url: string): Recognised | undefined {
  const path = (url.split(/[?#]/, 1)[0] ?? "").replace(/\/+$/, "");
  const [, version, rest] = /\/(v[234])(\/payments(?:\/.*)?)$/.exec(path) ?? [];
  if (version === undefined || rest === undefined) return undefined;
  const asked = rest.split("/");
  let found: Recognised | undefined;
  for (const [operation, route] of Object.entries(routes[version as Version])) {
    const [verb, place] = route.split(" ", 2) as [string, string];
    const parts = place.split("/");
    if (verb !== method.toUpperCase() || parts.length !== asked.length) continue;
    if (!parts.every((part, index) => (part.startsWith("{") ? asked[index] !== "" : part === asked[index]))) continue;
    const id = asked[parts.findIndex((part) => part.startsWith("{"))];
    const known = id === undefined ? {} : { id: plain(id) };
    found = { version: version as Version, operation: operation as Recognised["operation"], ...known };
  }
  return found;
}

/** Without percent-encoding; as it is where that is broken. */
function plain(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
