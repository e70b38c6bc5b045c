/** Reads the list of secrets a partner may sign with, once or anew whenever the list changes. */
import { configFault, nonEmptyText, onlyKnown, revealed, Secret, type SecretOr, table } from "../../kernel/index.js";
import type { KeyCheck, SigningKey } from "./signing-key.js";

/** A secret with the name it is logged under and, where it is on its way out, its end. */
export interface LabelledSecret {
  readonly label: string;
  readonly secret: SecretOr<string>;
  /** From this moment a signature made with the secret is refused as `secret_expired`. */
  readonly expiresAt?: Date;
}

/** One secret of the list. */
export type SecretEntry = SecretOr<string> | LabelledSecret;

/** One secret or several, the current one first. */
export type SecretList = SecretEntry | readonly SecretEntry[];

/**
 * The secrets of a partner. A function is asked at every delivery, so a rotation needs no restart; it must answer from
 * memory.
 */
export type Secrets = SecretList | (() => SecretList);

/** Where a secret stands, and how its text becomes a key; `toCheck` throws a ConfigError for a text it cannot use. */
export interface RingOptions<Signatures> {
  readonly where: string;
  readonly toCheck: (value: string, where: string) => KeyCheck<Signatures>;
}

/** The keys of this moment, the current one first; empty where the list could not be had. */
export type KeyRing<Signatures = readonly Uint8Array[]> = () => readonly SigningKey<Signatures>[];

interface ReadSecret {
  readonly label: string;
  readonly value: string;
  readonly expiresAt: number | undefined;
}

const PLACEHOLDERS = table({
  changeme: true,
  "change-me": true,
  change_me: true,
  replaceme: true,
  "replace-me": true,
  replace_me: true,
  todo: true,
  xxx: true,
  whsec_xxx: true,
  "whsec_...": true,
  your_webhook_secret: true,
});

const NO_KEYS: readonly never[] = Object.freeze([]);

/**
 * Makes the ring of a partner's secrets and reads it once, so that a bad list stops the start.
 *
 * @throws ConfigError `secret_weak`, `option_invalid`, `option_unknown` or `key_unusable`
 */
export function keyRing<Signatures>(secrets: Secrets, options: RingOptions<Signatures>): KeyRing<Signatures> {
  if (typeof secrets !== "function") {
    const keys = toKeys(readList(secrets, options.where), options);
    return () => keys;
  }
  return changingRing(secrets, options);
}

function changingRing<Signatures>(current: () => SecretList, options: RingOptions<Signatures>): KeyRing<Signatures> {
  let known = readList(current(), options.where);
  let keys = toKeys(known, options);
  return () => {
    try {
      const latest = readList(current(), options.where);
      if (!sameSecrets(latest, known)) {
        keys = toKeys(latest, options);
        known = latest;
      }
      return keys;
    } catch {
      // A list that cannot be had or used means no secret is valid now: the delivery is refused, not the old list used.
      return NO_KEYS;
    }
  };
}

/** The text of the current secret; `undefined` while the list cannot be had. */
export function currentSecret(secrets: Secrets): string | undefined {
  try {
    return readList(typeof secrets === "function" ? secrets() : secrets, "secrets")[0]?.value;
  } catch {
    return undefined;
  }
}

/**
 * The texts of every secret that has not ended at `now` (milliseconds), the current one first.
 *
 * @throws ConfigError where the list cannot be used
 */
export function currentSecrets(secrets: Secrets, now: number): readonly string[] {
  const list = readList(typeof secrets === "function" ? secrets() : secrets, "secrets");
  return list.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now).map(({ value }) => value);
}

function toKeys<Signatures>(list: readonly ReadSecret[], options: RingOptions<Signatures>): SigningKey<Signatures>[] {
  return list.map(({ label, value, expiresAt }, index) => ({
    label,
    expiresAt,
    passes: options.toCheck(value, `${options.where}[${index}]`),
  }));
}

function readList(list: SecretList, where: string): readonly ReadSecret[] {
  const entries = Array.isArray(list) ? (list as readonly SecretEntry[]) : [list as SecretEntry];
  if (entries.length === 0) throw configFault("secret_weak", { where, fix: "Give at least one secret." });
  return entries.map((entry, index) => readEntry(entry, { index, where: `${where}[${index}]` }));
}

function readEntry(entry: SecretEntry, { index, where }: { index: number; where: string }): ReadSecret {
  if (!isLabelled(entry)) {
    const label = entry instanceof Secret ? entry.label : `secret ${index + 1}`;
    return { label, value: usable(revealed(entry), where), expiresAt: undefined };
  }
  onlyKnown(entry, ["label", "secret", "expiresAt"], where);
  return {
    label: nonEmptyText(entry.label, `${where}.label`),
    value: usable(revealed(entry.secret), `${where}.secret`),
    expiresAt: entry.expiresAt === undefined ? undefined : moment(entry.expiresAt, `${where}.expiresAt`),
  };
}

function isLabelled(entry: SecretEntry): entry is LabelledSecret {
  return typeof entry === "object" && entry !== null && !(entry instanceof Secret);
}

function usable(value: unknown, where: string): string {
  if (typeof value !== "string" || value.trim() === "") {
    throw configFault("secret_weak", { where, fix: "Give the secret that the partner shows; it must not be empty." });
  }
  // PEM ends in a line break by its own format.
  if (value.trim() !== value && !value.startsWith("-----BEGIN ")) {
    throw configFault("secret_weak", { where, fix: "Remove the white space around the secret." });
  }
  if (Object.hasOwn(PLACEHOLDERS, value.toLowerCase())) {
    throw configFault("secret_weak", { where, fix: "Replace the placeholder by the secret that the partner shows." });
  }
  return value;
}

function moment(value: unknown, where: string): number {
  const at = value instanceof Date ? value.getTime() : Number.NaN;
  if (Number.isNaN(at)) throw configFault("option_invalid", { where, fix: "Give a valid Date." });
  return at;
}

function sameSecrets(a: readonly ReadSecret[], b: readonly ReadSecret[]): boolean {
  return a.length === b.length && a.every((secret, index) => sameSecret(secret, b[index]));
}

// Both sides are the configuration's own values: no attacker chooses either, so the time of this comparison is free.
function sameSecret(a: ReadSecret, b: ReadSecret | undefined): boolean {
  return b !== undefined && a.value === b.value && a.label === b.label && a.expiresAt === b.expiresAt;
}
