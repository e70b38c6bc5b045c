/** Self-signed certificates for tests, written in DER (RFC 5280) because node:crypto reads them but makes none. */
import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate with its private key, both in PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly privateKey: string;
}

/** When a certificate is valid, milliseconds since the epoch, and for which host. */
export interface Validity {
  readonly from: number;
  readonly until: number;
  readonly host?: string;
}

const SHA256_WITH_RSA = sequence(tlv(0x06, Buffer.from("2a864886f70d01010b", "hex")), tlv(0x05, Buffer.of()));

/** Makes a certificate with a fresh RSA key of 2048 bits. */
export function selfSigned({ from, until, host = "partner.example" }: Validity): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const name = sequence(tlv(0x31, sequence(oid("550403"), tlv(0x0c, Buffer.from(host)))));
  const alternative = sequence(oid("551d11"), tlv(0x04, sequence(tlv(0x82, Buffer.from(host)))));
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.of(2))),
    tlv(0x02, Buffer.of(1)),
    SHA256_WITH_RSA,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tlv(0xa3, sequence(alternative)),
  );
  const signature = tlv(0x03, Buffer.concat([Buffer.of(0), sign("sha256", body, privateKey)]));
  const der = sequence(body, SHA256_WITH_RSA, signature).toString("base64");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${der.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, "hex"));
}

function time(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, "");
  return tlv(0x18, Buffer.from(text));
}

function tlv(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}
