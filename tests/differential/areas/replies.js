// Replies: as LINE Pay sends them, cut, altered and strange; through a client, and through the validator.
import { call, judged } from "../call.js";
import { hash } from "../differ.js";
import { alterations, cuts, LARGE_STRANGERS, STRANGERS } from "../texts.js";

/** Calls `take` with each reply: its words, its text, and what else is known. */
async function each({ fixtures, random, codes }, take) {
  const shapes = new Map();
  const asked = new Set();
  for (const fixture of fixtures) {
    const { name, reply, operation, version } = fixture;
    await take(fixture, name, reply, {});
    await take(fixture, `${name} expected`, reply, { expected: fixture.known });
    for (const place of cuts(reply, random)) await take(fixture, `${name} cut at ${place}`, reply.slice(0, place), {});
    // A member that stands in several fixtures of an operation in the same way is altered once; in another version in a third of the ways.
    const kind = `${operation} ${version} ${/"returnCode":"0000"/.test(reply)}`;
    for (const [how, text] of alterations(reply)) {
      const versions = shapes.get(`${operation} ${how}`) ?? [];
      if (versions.includes(version)) continue;
      shapes.set(`${operation} ${how}`, [...versions, version]);
      if (versions.length > 0 && hash(how) % 3 !== 0) continue;
      await take(fixture, `${name}: ${how}`, text, { expected: fixture.known });
    }
    if (asked.has(kind)) continue;
    asked.add(kind);
    const large = version === "v3" ? LARGE_STRANGERS : [];
    for (const [how, make] of [...STRANGERS, ...large]) await take(fixture, `${name}: ${how}`, () => make(reply), {});
    for (const code of codes)
      await take(fixture, `${name}: code ${code}`, reply.replace(/"returnCode":"\d+"/, `"returnCode":"${code}"`), {});
  }
}

/** A text, made when it is wanted: some are large. */
const textOf = (text) => (typeof text === "function" ? text() : text);

export async function replies(differ, context) {
  await each(context, async ({ operation, version, given }, name, text, options) => {
    await differ.compare(name, (build) => call(build, { version }, operation, given, [textOf(text)], options));
  });
  for (const { name, operation, version, given, reply } of context.fixtures) {
    await differ.compare(`${name} without a listener`, (build) => call(build, { version, quiet: true }, operation, given, [reply]));
  }
}

export async function validator(differ, context) {
  const judge =
    (operation, version, ...rest) =>
    (build) => {
      try {
        return build.validate.validateReply(operation, version, ...rest);
      } catch (thrown) {
        return { thrown: judged(build, thrown) };
      }
    };
  await each(context, async ({ operation, version }, name, text, options) => {
    await differ.compare(name, (build) => judge(operation, version, textOf(text), options)(build));
  });
  const [{ reply }] = context.fixtures;
  for (const status of [0, 100, 199, 204, 299, 302, 404, 500, 599, 1000, -1, 1.5, NaN, "200", null]) {
    await differ.compare(`status ${String(status)}`, judge("confirm", "v3", reply, { status }));
  }
  for (const [what, make] of context.values) {
    await differ.compare(`operation ${what}`, (build) => judge(make(), "v3", reply)(build));
    await differ.compare(`version ${what}`, (build) => judge("confirm", make(), reply)(build));
    await differ.compare(`text ${what}`, (build) => judge("confirm", "v3", make())(build));
    await differ.compare(`options ${what}`, (build) => judge("confirm", "v3", reply, make())(build));
    await differ.compare(`expected ${what}`, (build) => judge("confirm", "v3", reply, { expected: make() })(build));
    await differ.compare(`status ${what}`, (build) => judge("confirm", "v3", reply, { status: make() })(build));
  }
}
