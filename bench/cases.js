// What is measured: one successful exchange for each operation and version, out of the fixtures in tests/wire.
import { readFileSync } from "node:fs";

/** The fixtures, by the operation's name in JavaScript. `id` names the part of the path that is an argument. */
const OPERATIONS = {
  reserve: { folder: "reserve", fixture: "least" },
  statusCheck: { folder: "status_check", fixture: "approved", id: "transactionId" },
  confirm: { folder: "confirm", fixture: "card", id: "transactionId" },
  capture: { folder: "capture", fixture: "whole", id: "transactionId" },
  void: { folder: "void", fixture: "empty-object", id: "transactionId" },
  authCheck: { folder: "auth_check", fixture: "authorised" },
  paymentCheck: { folder: "payment_check", fixture: "by-order" },
  refund: { folder: "refund", fixture: "partial", id: "transactionId" },
  regKeyCheck: { folder: "reg_key_check", fixture: "usable", id: "regKey" },
  preApproval: { folder: "pre_approval", fixture: "charge", id: "regKey" },
  regKeyExpire: { folder: "reg_key_expire", fixture: "empty-object", id: "regKey" },
};

/** What LINE Pay has none of, or answers by another call. */
const MISSING = new Set(["statusCheck v2", "authCheck v3", "authCheck v4"]);

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
  const { folder, fixture, id: idName } = OPERATIONS[operation];
  const file = new URL(`../tests/wire/${folder}/${version}-${fixture}.json`, import.meta.url);
  const { request, reply } = JSON.parse(readFileSync(file, "utf8"));
  const body = request.body ? JSON.parse(request.body) : undefined;
  const query = [...new URLSearchParams(request.query)];
  const id = idName === undefined ? "" : (request.path.split("/").find((part) => /^(\d{10,}|RK\w+)$/.test(part)) ?? "");
  const asked = {};
  for (const [name, value] of query) {
    asked[name] = /^(true|false)$/.test(value) ? value === "true" : [...(asked[name] ?? []), value];
  }
  const given = { ...body, ...asked, ...(idName === undefined ? {} : { [idName]: id }) };
  return { operation, version, method: request.method, path: request.path, body, query, id, given, reply };
}

/** Every operation in every version that has it. */
export const CASES = ["v2", "v3", "v4"].flatMap((version) =>
  Object.keys(OPERATIONS)
    .filter((operation) => !MISSING.has(`${operation} ${version}`))
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
