// What is measured: one successful exchange for each operation and version, out of the fixtures in tests/wire.
import { existsSync, readFileSync } from "node:fs";
import { changes } from "../pkg/dist/operations.js";
import { routes } from "../pkg/dist/routes.js";

/** The fixture that stands for its operation: the first of these that there is. */
const FIXTURES = ["partial", "empty-object", "whole", "by-order", "card", "charge", "approved", "usable", "authorised", "least"];

const WIRE = new URL("../tests/wire/", import.meta.url);

/** `paymentCheck` is in `payment_check`. */
const folderOf = (operation) => operation.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The fixture's file; nothing where LINE Pay has no such operation, or answers it by another call. */
const fileOf = (operation, version) =>
  FIXTURES.map((name) => new URL(`${folderOf(operation)}/${version}-${name}.json`, WIRE)).find((file) => existsSync(file));

/**
 * @typedef {object} Case
 * @property {string} operation
 * @property {"v2" | "v3" | "v4"} version
 * @property {"GET" | "POST"} method
 * @property {string} path With the version.
 * @property {object | undefined} body What is sent, as an object.
 * @property {[string, string][]} query Names and values.
 * @property {string} id The part of the path that is an argument, or nothing.
 * @property {object} given What our client is given: the body, the query and the id in one object.
 * @property {string} reply LINE Pay's answer.
 */

/** @returns {Case} */
export function caseOf(operation, version) {
  const { request, reply } = JSON.parse(readFileSync(fileOf(operation, version), "utf8"));
  const body = request.body ? JSON.parse(request.body) : undefined;
  const query = [...new URLSearchParams(request.query)];
  const places = routes[version][operation].split("/");
  const place = places.findIndex((part) => part.startsWith("{"));
  // In the fixture the version stands before it.
  const id = place < 0 ? "" : request.path.split("/")[place + 1];
  const asked = {};
  for (const [name, value] of query) {
    asked[name] = /^(true|false)$/.test(value) ? value === "true" : [...(asked[name] ?? []), value];
  }
  const given = { ...body, ...asked, ...(id === "" ? {} : { [places[place].slice(1, -1)]: id }) };
  return { operation, version, method: request.method, path: request.path, body, query, id, given, reply };
}

/** Every operation in every version that has it. */
export const CASES = ["v2", "v3", "v4"].flatMap((version) =>
  Object.keys(changes)
    .filter((operation) => fileOf(operation, version) !== undefined)
    .map((operation) => caseOf(operation, version)),
);

/** Worth nothing outside these measurements. */
export const CREDENTIALS = { channelId: "1600000001", channelSecret: "0123456789abcdef0123456789abcdef" };

/**
 * A network that answers at once: on the next turn of the event loop, as any network at its fastest, so that timers and
 * promises of the call before are done with.
 *
 * @param {string} text
 * @returns {typeof fetch}
 */
export const answering = (text) => async () => {
  await new Promise(setImmediate);
  return new Response(text, { status: 200, headers: { "content-type": "application/json" } });
};
