// The fixtures of tests/wire, as calls of a client.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { routes } from "../../pkg/dist/routes.js";

const WIRE = fileURLToPath(new URL("../wire/", import.meta.url));

export const CREDENTIALS = { channelId: "1600000001", channelSecret: "0123456789abcdef0123456789abcdef" };

/** Every fixture of these operations: `{ name, operation, version, given, known, reply, status }`. */
export function fixtures() {
  const found = [];
  for (const folder of readdirSync(WIRE, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const operation = folder.name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
    for (const file of readdirSync(join(WIRE, folder.name)).sort()) {
      const fixture = JSON.parse(readFileSync(join(WIRE, folder.name, file), "utf8"));
      const { version, request, reply, status, given: situation } = fixture;
      const name = `${operation} ${file.replace(".json", "")}`;
      found.push({
        name,
        operation,
        version,
        given: givenOf(request, routes[version][operation]),
        known: knownOf(situation),
        reply,
        status,
      });
    }
  }
  return found;
}

/** What a caller gives for a fixture's request. */
function givenOf({ path, query, body }, route) {
  const given = body === null || body === "" ? {} : JSON.parse(body);
  // In the fixture the version stands before the rest of the path.
  const segments = path.split("/").slice(1);
  for (const [place, part] of route.split("/").entries()) {
    if (part.startsWith("{")) given[part.slice(1, -1)] = decodeURIComponent(segments[place]);
  }
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === "creditCardAuth") given[name] = value === "true";
    else if (name === "fields") given[name] = value;
    else given[name] = [...(given[name] ?? []), value];
  }
  return given;
}

function knownOf({ orderId, amount, currency, transactionId }) {
  return JSON.parse(JSON.stringify({ orderId, amount, currency, transactionId }));
}
