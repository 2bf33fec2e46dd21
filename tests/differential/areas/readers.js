// What needs no call: paymentState and legalSteps (of both subpaths), explain, recognise, LinePayError.
import { judged } from "../call.js";
import { changed, misspelt, pathsOf, putting } from "../values.js";
import { START } from "../world.js";

const DAY = 86_400_000;
const attempt = (build, work) => {
  try {
    return work();
  } catch (thrown) {
    return { thrown: judged(build, thrown) };
  }
};
/** Each of the two subpaths says the same thing, or does not. */
const both = (use) => (build) => [build.main, build.validate].map((exports) => attempt(build, () => use(exports, build)));

export async function payments(differ, { fixtures, values, random, lives }) {
  const source = ({ operation, given, reply }) => ({ operation, text: reply, request: given });
  for (const fixture of fixtures) {
    const { name, version, operation, reply } = fixture;
    await differ.compare(
      name,
      both((one) => one.paymentState(version, [source(fixture)])),
    );
    await differ.compare(
      `${name} without its request`,
      both((one) => one.paymentState(version, [{ operation, text: reply }])),
    );
  }
  for (const version of ["v2", "v3", "v4"]) {
    const own = fixtures.filter((fixture) => fixture.version === version);
    for (let round = 0; round < 1500; round++) {
      const picks = Array.from({ length: 2 + random.below(4) }, () => random.pick(own));
      await differ.compare(
        picks.map(({ name }) => name).join(" + "),
        both((one) => {
          const life = one.paymentState(version, picks.map(source));
          return [life, one.legalSteps(life, START)];
        }),
      );
    }
  }
  for (const [what, life] of lives) {
    for (const at of [undefined, START - 400 * DAY, START, START + 10 * DAY, START + 31 * DAY, START + 4000 * DAY]) {
      await differ.compare(
        `legalSteps of ${what} at ${at}`,
        both((one) => one.legalSteps(life, at)),
      );
    }
    for (const path of pathsOf(life)) {
      for (const other of misspelt(path.at(-1))) {
        await differ.compare(
          `legalSteps of ${what} with ${path.join(".")} as ${JSON.stringify(other)}`,
          both((one) =>
            one.legalSteps(
              changed(life, path, (holder, last) => Object.assign(holder, { [other]: holder[last] })),
              START,
            ),
          ),
        );
      }
    }
  }
  const [[, life]] = lives;
  const good = source(fixtures[0]);
  for (const [what, make] of values) {
    await differ.compare(
      `legalSteps of ${what}`,
      both((one) => one.legalSteps(make(), START)),
    );
    await differ.compare(
      `legalSteps at ${what}`,
      both((one) => one.legalSteps(life, make())),
    );
    for (const path of pathsOf(life)) {
      await differ.compare(
        `legalSteps ${path.join(".")} = ${what}`,
        both((one) => one.legalSteps(changed(life, path, putting(make)), START)),
      );
    }
    await differ.compare(
      `paymentState of version ${what}`,
      both((one) => one.paymentState(make(), [good])),
    );
    await differ.compare(
      `paymentState of ${what}`,
      both((one) => one.paymentState(fixtures[0].version, make())),
    );
    await differ.compare(
      `paymentState of a list of ${what}`,
      both((one) => one.paymentState(fixtures[0].version, [good, make()])),
    );
    for (const field of ["operation", "text", "request", "other"]) {
      await differ.compare(
        `paymentState ${field} = ${what}`,
        both((one) => one.paymentState(fixtures[0].version, [{ ...good, [field]: make() }])),
      );
    }
  }
}

export async function words(differ, { codes, operations, values }) {
  const say = (build, ...given) => [build.explain, build.validate].map(({ explain }) => attempt(build, () => explain(...given)));
  for (const operation of operations) {
    for (const code of codes)
      for (const language of ["en", "zh-TW"])
        await differ.compare(`explain ${code} ${operation} ${language}`, (build) => say(build, code, operation, language));
  }
  for (const [what, make] of values) {
    await differ.compare(`explain ${what}`, (build) => say(build, make(), "confirm"));
    await differ.compare(`explain for ${what}`, (build) => say(build, "1106", make()));
    await differ.compare(`explain in ${what}`, (build) => say(build, "1106", "confirm", make()));
    await differ.compare(`recognise by ${what}`, (build) =>
      attempt(build, () => build.validate.recognise(make(), "https://x/v3/payments/request")),
    );
    await differ.compare(`recognise ${what}`, (build) => attempt(build, () => build.validate.recognise("POST", make())));
  }
  for (const version of ["v1", "v2", "v3", "v4", "v5"]) {
    for (const place of [
      "",
      "/request",
      "/1/confirm",
      "/requests/1/check",
      "/authorizations",
      "/authorizations/1/capture",
      "/authorizations/1/void",
      "/1/refund",
      "/preapprovedPay/RK1/check",
      "/preapprovedPay/RK1/payment",
      "/preapprovedPay/RK1/expire",
      "//confirm",
      "/1/2/confirm",
      "/authorizations/confirm",
      "/oneTimeKeys/pay",
      "/orders/O-1/check",
    ]) {
      for (const method of ["GET", "POST", "post", "PUT"]) {
        for (const rest of ["", "/", "?a=/v2/payments", "#x"]) {
          const url = `https://relay.example.com/line/${version}/payments${place}${rest}`;
          await differ.compare(`recognise ${method} ${url}`, (build) => attempt(build, () => build.validate.recognise(method, url)));
        }
      }
    }
  }
  for (const [what, make] of values) {
    await differ.compare(`LinePayError of ${what}`, (build) =>
      attempt(build, () => {
        const fields = { code: "NETWORK", message: make(), raw: make(), status: make(), outcome: make(), issues: make() };
        return new build.errors.LinePayError(fields);
      }),
    );
  }
  const names = (exports) =>
    Object.fromEntries(
      Object.entries(exports).map(([name, value]) => [name, typeof value === "function" ? `function of ${value.length}` : typeof value]),
    );
  for (const subpath of ["main", "checkout", "errors", "explain", "validate"])
    await differ.compare(`exports of ${subpath}`, (build) => names(build[subpath]));
}
