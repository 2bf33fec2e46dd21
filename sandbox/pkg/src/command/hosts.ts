/** LINE Pay's API and payment hosts, for which the proxy answers. Nothing is ever sent to them. */
export const HOSTS = ["sandbox-api-pay.line.me", "sandbox-web-pay.line.me", "api-pay.line.me", "web-pay.line.me"];

/** Whether the proxy answers for a host. */
export function isLinePay(host: string): boolean {
  return HOSTS.includes(host.toLowerCase());
}

/** Where real money would move. */
export function isProduction(host: string): boolean {
  return /^(api|web)-pay\.line\.me$/i.test(host);
}

/** What the proxy says to everything else. */
export function refusal(host: string): string {
  return (
    `The proxy of linepay-sandbox answers for LINE Pay's hosts alone and passes nothing on: not to ${host}. ` +
    "Name other hosts in NO_PROXY, or give the proxy to your LINE Pay client only.\n"
  );
}
