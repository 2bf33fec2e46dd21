// The module's code by function, from a build that has kept their names.
import { readFileSync } from "node:fs";

const [CUSTOM, IMPORT, CODE, DATA] = [0, 2, 10, 11];

/** Reads the little of the binary format that this needs. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    return value;
  }
  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.toString("utf8", this.at - length, this.at);
  }
  limits() {
    const flags = this.number();
    this.number();
    if (flags & 1) this.number();
  }
}

/** @returns {{ name: string, bytes: number }[]} Every function of the module, and its data as one. */
function functionsOf(bytes) {
  const reader = new Reader(bytes, 8);
  const [sizes, names] = [[], new Map()];
  let [imported, data] = [0, 0];
  while (reader.at < bytes.length) {
    const [section, length] = [reader.byte(), reader.number()];
    const end = reader.at + length;
    if (section === IMPORT) {
      for (let left = reader.number(); left > 0; left -= 1) {
        reader.text();
        reader.text();
        const kind = reader.byte();
        if (kind === 0) imported += 1;
        if (kind === 0) reader.number();
        else if (kind === 1) {
          reader.byte();
          reader.limits();
        } else if (kind === 2) reader.limits();
        else reader.at += 2;
      }
    } else if (section === CODE) {
      for (let left = reader.number(); left > 0; left -= 1) {
        const size = reader.number();
        sizes.push(size);
        reader.at += size;
      }
    } else if (section === DATA) data = length;
    else if (section === CUSTOM && reader.text() === "name") {
      while (reader.at < end) {
        const [kind, size] = [reader.byte(), reader.number()];
        const stop = reader.at + size;
        for (let left = kind === 1 ? reader.number() : 0; left > 0; left -= 1) names.set(reader.number(), reader.text());
        reader.at = stop;
      }
    }
    reader.at = end;
  }
  const functions = sizes.map((size, index) => ({ name: names.get(index + imported) ?? "", bytes: size }));
  return [...functions, { name: "data: texts and tables", bytes: data }];
}

/** A name without hashes and without what the tools have added; they have unmangled it already. */
const readable = (name) =>
  name
    .replace(/::h[0-9a-f]{16}$/, "")
    .replace(/\[[0-9a-f]{16}\]/g, "")
    .replace(/ externref shim.*$/, "");

/** Where a function belongs; the first pattern that its name has decides. */
const GROUPS = [
  ["data: texts and tables", /^data:/],
  [
    "requests: reading, checking, writing",
    /reserve|ReserveRequest|input::|Issues|issue::|rule::|Any::(read|prepare|check)|::parts|Fields|At::|url::|nearest/,
  ],
  ["signing: HMAC, SHA-256, base64", /sha2|hmac|base64|auth::|digest|block_buffer/],
  ["checkout: flow, token, settling", /flow::|checkout|Checkout|settle|token/],
  ["replies: reading and believing", /row::|envelope|accept|Reply|details|payment_check|PaymentRow|PayInfo|Judge|GenericShunt/],
  ["life of a payment", /payment|legalSteps|paymentState/],
  ["boundary: values, tasks, exports", /js::|js_sys|wasm_bindgen|__wbindgen|__wbg|serde_wasm/],
  ["serde, serde_json", /serde/],
  ["allocator, core, alloc, std", /talc|core|alloc|std|mem(cpy|set|move|cmp)|rust_/],
];

/**
 * @param {string} path A module with names.
 * @returns {{ groups: { name: string, bytes: number }[], largest: { name: string, bytes: number }[] }}
 */
export function breakdown(path) {
  const functions = functionsOf(readFileSync(path)).map(({ name, bytes }) => ({ name: readable(name), bytes }));
  const sums = new Map();
  for (const { name, bytes } of functions) {
    const group = GROUPS.find(([, pattern]) => pattern.test(name))?.[0] ?? "other";
    sums.set(group, (sums.get(group) ?? 0) + bytes);
  }
  const bySize = (a, b) => b.bytes - a.bytes;
  return {
    groups: [...sums].map(([name, bytes]) => ({ name, bytes })).sort(bySize),
    largest: functions
      .filter(({ name }) => !name.startsWith("data:"))
      .sort(bySize)
      .slice(0, 15),
  };
}
