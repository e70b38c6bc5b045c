/** Encrypts what the database must keep but must not tell, each value for one owner (AES-256-GCM). */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { Secret } from "cloche";
import type { Rotating } from "cloche/secrets";

/** Closes and opens. */
export interface Seal {
  /** The value encrypted under the current secret; it opens for the same owner alone. */
  close(value: Uint8Array, owner: string): string;
  /** The value, or `undefined` where no accepted secret opens it. */
  open(sealed: string, owner: string): Buffer | undefined;
  /** The same closed anew, where only a secret on its way out opens it. */
  renewed(sealed: string, owner: string): string | undefined;
}

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A seal under a secret that may rotate.
 *
 * @param purpose What is sealed: the key of one purpose opens nothing of another (RFC 5869 section 3.2).
 */
export function seal(secret: Rotating, purpose: string): Seal {
  const keyOf = (one: Secret) => Buffer.from(hkdfSync("sha256", one.reveal(), "", `restaurant ${purpose}`, KEY_BYTES));
  const close: Seal["close"] = (value, owner) => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, keyOf(secret.current()), iv).setAAD(Buffer.from(owner));
    const text = Buffer.concat([cipher.update(value), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), text]).toString("base64url");
  };
  const open: Seal["open"] = (sealed, owner) => {
    const bytes = Buffer.from(sealed, "base64url");
    for (const version of secret.all()) {
      const opened = openWith(keyOf(version.secret), bytes, owner);
      if (opened !== undefined) return opened;
    }
    return undefined;
  };
  return {
    close,
    open,
    renewed(sealed, owner) {
      const isCurrent = openWith(keyOf(secret.current()), Buffer.from(sealed, "base64url"), owner) !== undefined;
      const opened = isCurrent ? undefined : open(sealed, owner);
      return opened === undefined ? undefined : close(opened, owner);
    },
  };
}

function openWith(key: Buffer, sealed: Buffer, owner: string): Buffer | undefined {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  if (tag.length !== TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}
