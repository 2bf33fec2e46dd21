import type { FileStore } from "./store.js";
import { HOSTS } from "./hosts.js";

/** A certificate and its key, as PEM texts. */
export interface Pair {
  cert: string;
  key: string;
}

/** The authority, and a certificate of it for this machine and for LINE Pay's hosts. */
export interface Certificates {
  authority: string;
  server: Pair;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY = 86_400_000;

/**
 * Makes an authority of one's own, once for each file of payments; without one it ends with the command, and its key is never written.
 * A client that trusts it trusts whoever can read that file: it is for tests, and belongs into no system's list.
 */
export async function certificates(store: FileStore | undefined): Promise<Certificates> {
  const kept = store?.own("authority");
  const authority = kept === undefined ? await makeAuthority() : (JSON.parse(kept) as Pair);
  if (kept === undefined) store?.keep("authority", JSON.stringify(authority));
  return { authority: authority.cert, server: await issue(authority) };
}

async function makeAuthority(): Promise<Pair> {
  const x509 = await import("#x509");
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=linepay-sandbox test authority",
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + 3650 * DAY),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { cert: `${cert.toString("pem")}\n`, key: await pem(keys.privateKey) };
}

/** For less than the 398 days that clients allow. */
async function issue({ cert, key }: Pair): Promise<Pair> {
  const x509 = await import("#x509");
  const issuer = new x509.X509Certificate(cert);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte & 0x7f).toString(16).padStart(2, "0")).join(""),
    subject: "CN=linepay-sandbox",
    issuer: issuer.subject,
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + 365 * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await crypto.subtle.importKey("pkcs8", der(key), ALGORITHM, false, ["sign"]),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...["localhost", ...HOSTS].map((value) => ({ type: "dns" as const, value })),
        ...["127.0.0.1", "::1"].map((value) => ({ type: "ip" as const, value })),
      ]),
    ],
  });
  return { cert: `${made.toString("pem")}\n`, key: await pem(keys.privateKey) };
}

async function pem(key: CryptoKey): Promise<string> {
  const base64 = Buffer.from(await crypto.subtle.exportKey("pkcs8", key)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${base64.match(/.{1,64}/g)?.join("\n")}\n-----END PRIVATE KEY-----\n`;
}

function der(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text.replace(/-----[^-]+-----|\s/g, ""), "base64"));
}
