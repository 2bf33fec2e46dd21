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

/** The same with the keys of every object in the order of their names. */
export function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
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
