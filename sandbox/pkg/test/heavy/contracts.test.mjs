// schemathesis makes requests of the contracts and judges the answers by them. `cargo xtask test --heavy --only contracts` installs it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { begin } from "../command.mjs";
import { startSigner } from "./signer.mjs";

/** LINE Pay refuses with HTTP 200 and a code, also a method that a path has not: what would want 400 and 405 is left out. */
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

for (const name of ["v2", "v3", "v4", "control"]) {
  test(`${name}: every answer is as the contract says`, async (context) => {
    const { SCHEMATHESIS } = process.env;
    assert.ok(SCHEMATHESIS, "cargo xtask test --heavy --only contracts installs it and names it in SCHEMATHESIS");
    const { said, errors } = await begin(context, "--json", "--auto-approve");
    const url = await startSigner(context, said);
    const contract = fileURLToPath(new URL(`../../openapi/${name}.json`, import.meta.url));
    const options = ["--url", url, "--checks", CHECKS.join(","), "--max-examples", "60", "--seed", "1", "--request-timeout", "20"];
    // It keeps what it remembers where it runs.
    const cwd = mkdtempSync(join(tmpdir(), "linepay-sandbox-"));
    context.after(() => rmSync(cwd, { recursive: true, force: true }));
    const child = spawn(SCHEMATHESIS, ["run", contract, ...options, "--no-color"], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part) => (text += part));
    const [code] = await once(child, "close");
    assert.equal(code, 0, text);
    context.diagnostic(/\d+ generated.*|Test cases:[\s\S]*?\n\n/.exec(text)?.[0].replace(/\s+/g, " ") ?? text.slice(-300));
    // Of the type SERVER are confirmUrls that lead nowhere: that is told, and nothing else.
    const calls = /^confirmUrl \S+ \(confirmUrlType SERVER\) could not be called: \w+\n/gm;
    assert.equal(errors().replace(calls, ""), "");
  });
}
