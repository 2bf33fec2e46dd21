/** For a program, or a person at a terminal, that asks at the sandbox's address; browsers get `start.html`. */
export function about(origin: string): string {
  return `A simulator of LINE Pay's server, for tests. No money moves here.

Console  ${origin}/console/ (every payment and every call, and why it was answered so)
API      ${origin}/v2/payments/request and so on, in v2, v3 and v4: give ${origin} to your client as its base URL
Control  ${origin}/_sandbox/log and more, with the header x-sandbox-control: 1
Contract ${origin}/openapi/v2.json, v3.json, v4.json and control.json (OpenAPI 3.1); for coding agents ${origin}/llms.txt

The README of the package linepay-sandbox has the rest.
`;
}

/** Whether it is a name of LINE Pay's own, under which a proxy or a hosts file leads a client here. */
export function isOfLinePay(hostname: string): boolean {
  return hostname.endsWith(".line.me");
}

/** Why the control route does not answer under this name, and what to do. */
export function elsewhere({ hostname }: URL): string {
  const rule = "the control route answers on 127.0.0.1 and localhost only";
  const remedy =
    "call the address that the sandbox printed at its start, as in http://127.0.0.1:8788/_sandbox/log, or send Host: 127.0.0.1";
  const whose = isOfLinePay(hostname)
    ? `LINE Pay's own name ${hostname}, so a proxy or a hosts file leads it here`
    : `the name ${hostname}`;
  return `${rule}. This request came under ${whose}: ${remedy}.`;
}
