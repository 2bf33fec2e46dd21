// A reply's text, altered in every place: as text, so that no digit goes through a number of JavaScript.

/** The members and items of a JSON text: `{ path, name, from, value, to }`, `from` being where the member's name begins. */
export function membersOf(text) {
  const found = [];
  let at = 0;
  const blank = () => {
    while (/\s/.test(text[at] ?? "")) at += 1;
  };
  const string = () => {
    const start = at;
    for (at += 1; at < text.length && text[at] !== '"'; at += 1) if (text[at] === "\\") at += 1;
    at += 1;
    return text.slice(start, at);
  };
  const list = (path, close, named) => {
    for (at += 1, blank(); text[at] !== close && at < text.length; blank()) {
      const from = at;
      const name = named ? JSON.parse(string()) : undefined;
      if (named) {
        blank();
        at += 1;
        blank();
      }
      const inside = named ? `${path}.${name}` : `${path}[]`;
      const member = { path: inside, name, from, value: at, to: 0 };
      found.push(member);
      value(inside);
      member.to = at;
      blank();
      if (text[at] === ",") at += 1;
    }
    at += 1;
  };
  const value = (path) => {
    if (text[at] === "{") list(path, "}", true);
    else if (text[at] === "[") list(path, "]", false);
    else if (text[at] === '"') string();
    else while (at < text.length && !/[\s,\]}]/.test(text[at])) at += 1;
  };
  blank();
  value("");
  return found;
}

const HUGE = "9".repeat(400);
const OTHERS = [
  ...[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-1",
    "-360",
    "360",
    "361",
    "1.5",
    "360.0",
    "3.6e2",
    "1e400",
    "1e-7",
    "007",
    HUGE,
    `-${HUGE}`,
  ],
  ...["9223372036854775807", "9223372036854775808", "99999999999999999999", "9007199254740993", "NaN", "undefined", "'x'"],
  ...[
    '""',
    '" "',
    '"x"',
    '"360"',
    '"-1"',
    '"1e2"',
    '"2026050712345678910"',
    '"\\u0000"',
    '"\\ud800"',
    '"\\ud83c\\udf75"',
    '"a\\nb"',
    '"\n"',
  ],
  ...[
    '"0000"',
    '"1150"',
    '"9000"',
    '"TWD"',
    '"USD"',
    '"OTHER"',
    '"https://evil.example/x"',
    '"http://sandbox-web-pay.line.me/x"',
    '"javascript:x"',
  ],
  ...['"2026-05-07T12:34:56Z"', '"2026-13-45T99:99:99Z"', '"2099-01-01T00:00:00Z"', '"1970-01-01T00:00:00Z"'],
  ...["[]", "{}", "[[]]", "[{}]", "[null]", '{"a":1}', `"${"x".repeat(5000)}"`, `"${"茶".repeat(300)}"`],
];

/** Alterations of a reply: `[name, text]`, each member in every way. */
export function* alterations(text) {
  for (const { path, name, from, value, to } of membersOf(text)) {
    const put = (other) => text.slice(0, value) + other + text.slice(to);
    for (const other of OTHERS) {
      const shown = other.length > 40 ? `${other.slice(0, 12)}… of ${other.length}` : other;
      yield [`${path} = ${shown}`, put(other)];
    }
    const own = text.slice(value, to);
    if (/^\d{6,}$/.test(own)) {
      yield [`${path} another digit`, put(own.slice(0, -1) + ((Number(own.at(-1)) + 1) % 10))];
      yield [`${path} as text`, put(`"${own}"`)];
    }
    if (/^"\d+"$/.test(own)) yield [`${path} as a number`, put(own.slice(1, -1))];
    if (/^"[A-Z_]+"$/.test(own)) yield [`${path} in small letters`, put(own.toLowerCase())];
    if (own.startsWith('"')) yield [`${path} longer`, put(`${own.slice(0, -1)}X"`)];
    if (/^[[{]./.test(own)) yield [`${path} twice over`, put(`[${own},${own}]`)];
    if (name === undefined) continue;
    yield [`${path} removed`, removed(text, from, to)];
    yield [`${path} renamed`, `${text.slice(0, from)}"${name}X"${text.slice(from + JSON.stringify(name).length)}`];
    yield [`${path} twice the same`, `${text.slice(0, to)},"${name}":${own}${text.slice(to)}`];
    yield [`${path} first another`, `${text.slice(0, from)}"${name}":1,${text.slice(from)}`];
    yield [`${path} then null`, `${text.slice(0, to)},"${name}":null${text.slice(to)}`];
    yield [`${path} beside another`, `${text.slice(0, to)},"new":{"a":[1]}${text.slice(to)}`];
    yield [
      `${path} its name escaped`,
      `${text.slice(0, from)}"\\u${name.charCodeAt(0).toString(16).padStart(4, "0")}${text.slice(from + 2)}`,
    ];
  }
}

function removed(text, from, to) {
  const after = /^\s*,/.exec(text.slice(to))?.[0];
  if (after !== undefined) return text.slice(0, from) + text.slice(to + after.length);
  return text.slice(0, from).replace(/,\s*$/, "") + text.slice(to);
}

/** Where a text is cut: at every place where something begins or ends, and at some others. */
export function cuts(text, random) {
  const places = new Set([0, 1, text.length - 1]);
  for (const { from, value, to } of membersOf(text)) for (const place of [from, value, to]) places.add(place);
  for (let more = 0; more < 20; more++) places.add(random.below(text.length));
  return [...places].filter((place) => place < text.length).sort((one, other) => one - other);
}

/** What is no reply at all, or a strange one, whatever was asked: `[name, make]`. */
export const STRANGERS = [
  ...["", " ", "null", "true", "0", '"x"', "[]", "{}", "{", "<html>Bad gateway</html>", '{"returnCode":"0000"}'].map((text) => [
    text,
    () => text,
  ]),
  ...[" \n\t\r", "\u00a0", "\u000b", "/**/", "//\n", "\ufeff", "x"].flatMap((space) => [
    [`${JSON.stringify(space)} before`, (reply) => space + reply],
    [`${JSON.stringify(space)} behind`, (reply) => reply + space],
  ]),
  ["twice", (reply) => reply + reply],
  ["in a list", (reply) => `[${reply}]`],
  ["130 levels", () => deep("[", "]", 130)],
  ["10000 levels of lists", () => deep("[", "]", 10_000)],
  ["10000 levels of objects", () => deep('{"a":', "}", 10_000)],
  ["the secret in it", (reply) => reply.replace(/"returnMessage":"/, "$&0123456789abcdef0123456789abcdef ")],
];

/** The same, of a size: once for each operation. */
export const LARGE_STRANGERS = [
  ["100000 fields", (reply) => `{${many()},${reply.slice(1)}`],
  ["3 MiB behind it", (reply) => reply + " ".repeat(3 * 1024 * 1024)],
  ["over 4 MiB", (reply) => reply + " ".repeat(4 * 1024 * 1024)],
];

const deep = (open, close, levels) => `{"returnCode":"0000","returnMessage":"","info":${open.repeat(levels)}1${close.repeat(levels)}}`;
const many = () => Array.from({ length: 100_000 }, (_, index) => `"f${index}":${index}`).join(",");
