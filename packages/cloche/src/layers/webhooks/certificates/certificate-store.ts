/** Turns a certificate's address into its public key: fetched once, kept while it is valid, never at a flood's pace. */
import { type KeyObject, X509Certificate } from "node:crypto";
import { fault, type WebhookFault } from "../faults.js";
import { fetchText } from "./fetch-text.js";

/**
 * Where certificates come from: the PEM of the certificate at an address of the partner's own, or `undefined` where it
 * cannot be had. The address has been checked before. Give one to keep certificates on disk or behind a proxy.
 */
export type CertificateSource = (url: string) => string | undefined | Promise<string | undefined>;

/** A key that may be used now, or why not. */
export type CertificateKey = KeyObject | WebhookFault;

/** What a store of certificates needs to know. */
export interface CertificateStoreOptions {
  /** The whole address must match. */
  readonly address: RegExp;
  readonly source?: CertificateSource | undefined;
}

interface Kept {
  readonly key: KeyObject;
  readonly from: number;
  readonly until: number;
}

/** A partner shows one or two certificates at a time; more are someone's trial. */
const MAX_KEPT = 16;
/** Addresses are the caller's word until they are fetched, so a flood of made-up ones must not become our flood. */
const MAX_FETCHES_PER_MINUTE = 12;
const MINUTE = 60_000;
const BOUNDS = { timeout: 5000, maxBytes: 64 * 1024 };

/** Answers the key of an address at `now` (milliseconds), at once where it is known. */
export type CertificateStore = (url: string, now: number) => CertificateKey | Promise<CertificateKey>;

/** A store of one partner's certificates. */
export function certificateStore({ address, source = fromPartner }: CertificateStoreOptions): CertificateStore {
  const kept = new Map<string, Kept>();
  const running = new Map<string, Promise<CertificateKey>>();
  const mayFetch = pace();
  const keep = (url: string, text: string | undefined, now: number): CertificateKey => {
    const read = text === undefined ? fault("certificate_unavailable") : readCertificate(text);
    if ("fault" in read) return read;
    const [oldest] = kept.keys();
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(url, read);
    return usable(read, now);
  };
  const ask = (url: string, now: number): CertificateKey | Promise<CertificateKey> => {
    if (!mayFetch(now)) return fault("certificate_unavailable");
    const given = attempt(source, url);
    if (!(given instanceof Promise)) return keep(url, given, now);
    const answer = given
      .then((text) => keep(url, text, now))
      .catch(() => fault("certificate_unavailable"))
      .finally(() => running.delete(url));
    running.set(url, answer);
    return answer;
  };
  return (url, now) => {
    if (!address.test(url)) return fault("certificate_untrusted");
    const known = kept.get(url);
    return known === undefined ? (running.get(url) ?? ask(url, now)) : usable(known, now);
  };
}

const fromPartner: CertificateSource = (url) => fetchText(url, BOUNDS);

function attempt(source: CertificateSource, url: string): ReturnType<CertificateSource> {
  try {
    return source(url);
  } catch {
    return undefined;
  }
}

/** Whether one more fetch fits into this minute. */
function pace(): (now: number) => boolean {
  let since = Number.NEGATIVE_INFINITY;
  let count = 0;
  return (now) => {
    if (now - since >= MINUTE) {
      since = now;
      count = 0;
    }
    count += 1;
    return count <= MAX_FETCHES_PER_MINUTE;
  };
}

function readCertificate(pem: string): Kept | WebhookFault {
  try {
    const { publicKey, validFrom, validTo } = new X509Certificate(pem);
    if (publicKey.asymmetricKeyType !== "rsa") return fault("certificate_untrusted");
    return { key: publicKey, from: Date.parse(validFrom), until: Date.parse(validTo) };
  } catch {
    return fault("certificate_untrusted");
  }
}

function usable({ key, from, until }: Kept, now: number): CertificateKey {
  return now >= from && now < until ? key : fault("certificate_untrusted");
}
