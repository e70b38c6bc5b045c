/** A certificate for this machine alone, made where none lies in the data folder yet, and made anew before it ends. */
import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";

/** A key and its certificate, PEM. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
}

const DAY = 86_400_000;
const LIFE_DAYS = 90;
const RENEW_DAYS = 7;

/**
 * Reads or makes it. Nobody vouches for it, so a browser asks once; a restaurant gets a real one from its proxy.
 *
 * @param dataFolder Where it is kept, readable by its owner alone.
 * @param host The address the server listens on, beside localhost.
 */
export async function localCertificate(dataFolder: string, host: string, now = Date.now()): Promise<Tls> {
  const folder = join(dataFolder, "tls");
  const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  if (existsSync(keyFile) && existsSync(certFile)) {
    const tls = { key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8") };
    if (isGood(tls.cert, host, now)) return tls;
  }
  const tls = await newCertificate(host, now);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(keyFile, tls.key, { mode: 0o600 });
  writeFileSync(certFile, tls.cert, { mode: 0o600 });
  return tls;
}

function isGood(cert: string, host: string, now: number): boolean {
  try {
    const read = new X509Certificate(cert);
    const names = isIP(host) === 0 ? read.checkHost(host) : read.checkIP(host);
    return names !== undefined && Date.parse(read.validTo) > now + RENEW_DAYS * DAY;
  } catch {
    return false;
  }
}

async function newCertificate(host: string, now: number): Promise<Tls> {
  const { generate } = await import("selfsigned");
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    ...{ keyType: "ec", curve: "P-256", algorithm: "sha256" },
    notBeforeDate: new Date(now - DAY),
    notAfterDate: new Date(now + LIFE_DAYS * DAY),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [...alternativeNames(host)] },
    ],
  });
  return { key: made.private, cert: made.cert };
}

/** RFC 5280 section 4.2.1.6: 2 is a DNS name, 7 an address. */
function alternativeNames(host: string) {
  const own = [{ type: 2, value: "localhost" } as const, { type: 7, ip: "127.0.0.1" } as const];
  if (host === "localhost" || host === "127.0.0.1") return own;
  return [...own, isIP(host) === 0 ? ({ type: 2, value: host } as const) : ({ type: 7, ip: host } as const)];
}
