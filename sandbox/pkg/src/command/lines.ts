import { clients } from "./clients.js";
import type { Started } from "./start.js";

/** What the command says once it is ready. */
export function lines({
  currency,
  url,
  channelId,
  channelSecret,
  regKey,
  controlToken,
  console,
  caFile,
  proxy,
}: Started & { currency: string }): string {
  const charge =
    regKey === undefined
      ? ""
      : `
Charge the regKey:
  curl -H 'X-LINE-ChannelId: ${channelId}' -H 'X-LINE-ChannelSecret: ${channelSecret}' -H 'Content-Type: application/json' \\
    -d '{"productName":"Tea","amount":100,"currency":"${currency}","orderId":"ORD-2"}' ${url}/v2/payments/preapprovedPay/${regKey}/payment
`;
  return `LINE Pay sandbox: ${url}
Merchant console: ${console}

  channel id      ${channelId}
  channel secret  ${channelSecret}
${regKey === undefined ? "" : `  regKey          ${regKey}\n`}  control token   ${controlToken}   (needed from other machines only)

Reserve a payment, and open the paymentUrl of the answer to play the buyer:
  curl -H 'X-LINE-ChannelId: ${channelId}' -H 'X-LINE-ChannelSecret: ${channelSecret}' -H 'Content-Type: application/json' \\
    -d '{"productName":"Tea","amount":100,"currency":"${currency}","orderId":"ORD-1","confirmUrl":"http://127.0.0.1:3000/paid"}' \\
    ${url}/v2/payments/request
${charge}
See what was called, and why it was answered so:
  curl -H 'x-sandbox-control: 1' ${url}/_sandbox/log

Lead your client here, in the place of https://sandbox-api-pay.line.me:
${clients(url, channelId, channelSecret)
  .map(([language, line]) => `  ${language.padEnd(8)}${line}`)
  .join("\n")}
${environment(caFile, proxy)}
Made up for this sandbox and worth nothing elsewhere. Ctrl-C stops.
`;
}

/** What a client with fixed hosts, or one that speaks https, needs in its environment. */
function environment(caFile: string | undefined, proxy: string | undefined): string {
  if (caFile === undefined) return "";
  const trusted = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"].map((name) => `${name}=${caFile}`);
  const led =
    proxy === undefined ? [] : [`HTTPS_PROXY=${proxy}`, `https_proxy=${proxy}`, "NO_PROXY=127.0.0.1,localhost", "NODE_USE_ENV_PROXY=1"];
  const why = proxy === undefined ? "Let your client trust the certificate:" : "Or leave its hosts as they are, and start it with:";
  return `
${why}
${[...led, ...trusted].map((line) => `  export ${line}`).join("\n")}
`;
}
