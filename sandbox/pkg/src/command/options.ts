import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { SandboxMethod } from "../views.js";

/** What the command was told. */
export interface Options {
  port: number;
  host: string;
  merchant?: string;
  currency: string;
  channelId?: string;
  channelSecret?: string;
  /** `true`: by card. */
  autoApprove?: SandboxMethod | true;
  regKey?: boolean;
  persist?: string;
  seed?: string;
  tls?: boolean;
  /** The proxy's port; `true`: any that is free. */
  proxy?: number | true;
  open?: boolean;
  json?: boolean;
}

const METHODS = ["CREDIT_CARD", "BALANCE", "POINT", "DISCOUNT"];

/** The port that is asked for unless one is named. */
const PORT = 8788;

const EXAMPLES = `
Examples:
  npx linepay-sandbox                                  a sandbox at http://127.0.0.1:${PORT}, its buyer is you, in a browser
  npx linepay-sandbox --port 0 --json --auto-approve   for tests: a free port, one line of JSON, every payment is approved
  npx linepay-sandbox --persist sandbox.jsonl          payments and credentials outlive the command

Everything is made up and worth nothing elsewhere. No money moves, and nothing is sent to LINE Pay.`;

/**
 * Reads the arguments.
 *
 * @param args Without the program's own name.
 * @param version Printed for `--version`.
 * @returns `undefined` where all is said already: the help, the version, or what is wrong (the process's exit code is then 2).
 */
export function readOptions(args: string[], version: string): Options | undefined {
  const command = new Command("linepay-sandbox")
    .description("LINE Pay's server on this machine, for clients in any language: API v2, v3 and v4, the buyer's pages, and a control API.")
    .option("--port <number>", "port to listen on; 0 picks a free one", port, PORT)
    .option("--host <address>", "address to listen on; beyond this machine, the control API needs the token", "127.0.0.1")
    .option("--merchant <name>", "the shop's name on payment pages and in payment details; Test Shop unless told otherwise")
    .option("--currency <code>", "the contract's currency: TWD, JPY, THB or USD", currency, "TWD")
    .option("--channel-id <digits>", "the channel id; drawn at random unless told otherwise", channelId)
    .option("--channel-secret <text>", "the channel secret; drawn at random unless told otherwise. Never a real one", notEmpty)
    .addOption(
      new Option("--auto-approve [method]", "the buyer approves each payment at once, by card or by this method").argParser(
        method as (text: string) => string | true,
      ),
    )
    .option("--reg-key", "make a regKey of an automatic payment that is ready to be charged")
    .option("--persist <file>", "keep credentials and payments in this file")
    .option("--seed <file>", "begin with the payments, regKeys, settings, faults and other merchants of this JSON file")
    .option("--tls", "speak https, with a certificate of an authority of the sandbox's own")
    .addOption(
      new Option("--proxy [port]", "also be a proxy that answers for LINE Pay's hosts, for clients whose hosts are fixed").argParser(
        proxyPort as (text: string) => number | true,
      ),
    )
    .option("--open", "open the merchant console in the browser")
    .option("--json", "print one line of JSON instead of text")
    .version(version, "--version", "print the version")
    .helpOption("--help", "print this text")
    .addHelpText("after", EXAMPLES)
    .allowExcessArguments(false)
    .configureHelp({ helpWidth: 110 })
    .exitOverride();
  try {
    command.parse(args, { from: "user" });
    return command.opts<Options>();
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode !== 0) process.exitCode = 2;
    return undefined;
  }
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError("Give a number from 0 to 65535.");
  return value;
}

/** Without a value it is `null`. */
function proxyPort(text: string | null): number | true {
  return text === null ? true : port(text);
}

function currency(text: string): string {
  if (!/^[A-Z]{3}$/.test(text)) throw new InvalidArgumentError("Give a currency's three letters, such as TWD or JPY.");
  return text;
}

function channelId(text: string): string {
  if (!/^\d{10}$/.test(text)) throw new InvalidArgumentError("LINE Pay's channel ids have ten digits.");
  return text;
}

function notEmpty(text: string): string {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
}

/** Without a value it is `null`. */
function method(text: string | null): string | true {
  if (text === null) return true;
  if (!METHODS.includes(text)) throw new InvalidArgumentError(`Give one of ${METHODS.join(", ")}.`);
  return text;
}
