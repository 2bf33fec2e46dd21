// The part of @peculiar/x509 that the command needs, in one file, dist/command/x509.js: with all that it depends on, the library is
// larger than the rest of the package.
import { resolve } from "node:path";
import { build } from "esbuild";

const NAMES = [
  "BasicConstraintsExtension",
  "ExtendedKeyUsage",
  "ExtendedKeyUsageExtension",
  "KeyUsageFlags",
  "KeyUsagesExtension",
  "SubjectAlternativeNameExtension",
  "X509Certificate",
  "X509CertificateGenerator",
];

await build({
  stdin: {
    contents: `import "reflect-metadata";\nexport { ${NAMES.join(", ")} } from "@peculiar/x509";\n`,
    resolveDir: import.meta.dirname,
  },
  outfile: resolve(import.meta.dirname, "dist/command/x509.js"),
  bundle: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node20",
  legalComments: "inline",
  logLevel: "warning",
});
