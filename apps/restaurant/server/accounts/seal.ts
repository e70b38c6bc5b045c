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
}

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A seal under a secret that may rotate. */
export function seal(secret: Rotating): Seal {
  return {
    close(value, owner) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, keyOf(secret.current()), iv).setAAD(Buffer.from(owner));
      const text = Buffer.concat([cipher.update(value), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString("base64url");
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed, "base64url");
      for (const version of secret.all()) {
        const opened = openWith(keyOf(version.secret), bytes, owner);
        if (opened !== undefined) return opened;
      }
      return undefined;
    },
  };
}

function keyOf(secret: Secret): Buffer {
  return Buffer.from(hkdfSync("sha256", secret.reveal(), "", "restaurant second factor", KEY_BYTES));
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
