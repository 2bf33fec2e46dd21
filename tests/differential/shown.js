// Any answer as plain data, with everything that a caller could tell apart.
import { createHash } from "node:crypto";

/** A text longer than this is told by its beginning, length and digest. */
const LONG = 20_000;
const DEPTH = 60;

/** A value as data of JSON: what JSON has no words for stands in ‹›, an error with all its fields but the stack. */
export function shown(value, depth = DEPTH) {
  try {
    return told(value, depth);
  } catch (thrown) {
    return `‹unreadable: ${thrown?.name}›`;
  }
}

function told(value, depth) {
  switch (typeof value) {
    case "string":
      return value.length > LONG ? `‹${value.slice(0, 80)}… ${value.length} characters ${digest(value)}›` : value;
    case "number":
      return Object.is(value, -0) ? "‹-0›" : Number.isFinite(value) ? value : `‹${value}›`;
    case "boolean":
      return value;
    case "object":
      return value === null ? null : depth === 0 ? "‹deep›" : object(value, depth - 1);
    case "function":
      return "‹function›";
    default:
      return `‹${String(value)}${typeof value === "bigint" ? "n" : ""}›`;
  }
}

function object(value, depth) {
  if (value instanceof Error) return error(value, depth);
  if (Array.isArray(value)) return value.map((item) => shown(item, depth));
  const prototype = Object.getPrototypeOf(value);
  const fields = {};
  if (prototype !== Object.prototype) fields["‹made by›"] = prototype?.constructor?.name ?? "nothing";
  if (Object.isFrozen(value) && Object.keys(value).length > 0) fields["‹frozen›"] = true;
  for (const name of Reflect.ownKeys(value)) fields[String(name)] = shown(value[name], depth);
  return fields;
}

function error(value, depth) {
  const fields = { "‹error›": value.name, "‹class›": value.constructor?.name };
  for (const name of Object.getOwnPropertyNames(value)) {
    // Of a cause that the engine made, the words alone: where it happened is nobody's business.
    if (name === "cause")
      fields.cause = value.cause instanceof Error ? `${value.cause.name}: ${value.cause.message}` : shown(value.cause, depth);
    else if (name !== "stack") fields[name] = shown(value[name], depth);
  }
  // Which of them a log line holds.
  if (typeof value.toJSON === "function") fields["‹logged›"] = Object.keys(value.toJSON());
  return fields;
}

function digest(text) {
  return createHash("sha1").update(text, "utf16le").digest("hex").slice(0, 12);
}

/** The same in one order: the keys of every object by their names, the issues of an error by their paths. */
export function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return spelled(value);
  const fields = Object.keys(value)
    .sort()
    .map((name) => [name, sorted(value[name])]);
  return byPath(Object.fromEntries(fields));
}

/** An error's issues, and its message, which has one sentence for each of them. */
function byPath(error) {
  if (!Array.isArray(error.issues) || error.issues.length < 2) return error;
  const path = (issue) => issue?.path ?? "";
  const issues = [...error.issues].sort((one, other) => (path(one) < path(other) ? -1 : 1));
  if (typeof error.message !== "string") return { ...error, issues };
  const start = typeof error.operation === "string" ? `${error.operation}: ` : "";
  const sentences = error.message.slice(error.message.startsWith(start) ? start.length : 0).split("; ");
  return { ...error, issues, message: start + sentences.sort().join("; ") };
}

/** What is a text of JSON, as what it spells: a body's fields may come in any order. */
function spelled(value) {
  if (typeof value !== "string" || !value.startsWith("{")) return value;
  try {
    return { "‹json›": sorted(JSON.parse(value)) };
  } catch {
    return value;
  }
}

/** Where two answers differ, with the values of both; `[]` stands for any place of a list. */
export function places(one, other, path = "", found = []) {
  if (JSON.stringify(one) === JSON.stringify(other)) return found;
  const both = [one, other].every((value) => typeof value === "object" && value !== null);
  if (!both || Array.isArray(one) !== Array.isArray(other)) {
    found.push({ path, old: one, new: other });
    return found;
  }
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const inside = Array.isArray(one) ? `${path}[]` : path === "" ? name : `${path}.${name}`;
    places(one[name], other[name], inside, found);
  }
  return found;
}
