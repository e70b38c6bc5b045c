/** The text of an API key: known by its prefix, told from a typing mistake by its checksum, and found by its id. */
import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import { sha256, toBase64Url } from "../../../kernel/index.js";
import { invalidOption } from "../config-faults.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ID_LENGTH = 16;
/** About 238 bits. */
const SECRET_LENGTH = 40;
const CHECKSUM_LENGTH = 6;
const PREFIX = /^[a-z][a-z0-9]{1,15}(?:_[a-z0-9]{1,16}){0,2}$/;

/** A key's text in its parts. */
export interface ApiKeyText {
  readonly keyId: string;
  /** The digest of the secret. With its entropy, a plain digest cannot be searched for. */
  readonly hash: string;
}

/** Makes and reads the texts of keys. */
export interface ApiKeyTexts {
  /** A new key. */
  make(): ApiKeyText & { readonly key: string };
  /** The parts of a text that has the form and the checksum of a key; `undefined` for any other. */
  read(text: string): ApiKeyText | undefined;
}

/**
 * Texts of the form `<prefix>_<id>_<secret><checksum>`, all of letters and digits, so that secret scanners can know them
 * by one pattern and tell false ones by the checksum without asking anyone.
 *
 * @throws ConfigError `option_invalid` where the prefix has another form.
 */
export function apiKeyTexts(prefix: string, where: string): ApiKeyTexts {
  if (typeof prefix !== "string" || !PREFIX.test(prefix)) {
    throw invalidOption(where, 'Give 2 to 16 lower-case letters and digits, such as "shop" or "shop_live".');
  }
  const shape = new RegExp(
    `^${prefix}_([0-9A-Za-z]{${ID_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
  );
  return {
    make() {
      const keyId = randomText(ID_LENGTH);
      const secret = randomText(SECRET_LENGTH);
      const body = `${prefix}_${keyId}_${secret}`;
      return { key: body + checksum(body), keyId, hash: hashOf(secret) };
    },
    read(text) {
      const [, keyId, secret, sum] = shape.exec(text) ?? [];
      if (keyId === undefined || secret === undefined || checksum(text.slice(0, -CHECKSUM_LENGTH)) !== sum)
        return undefined;
      return { keyId, hash: hashOf(secret) };
    },
  };
}

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/** CRC-32 in base 62, filled up with zeros on the left. */
function checksum(body: string): string {
  let rest = crc32(body);
  let text = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    text = (ALPHABET[rest % ALPHABET.length] ?? "") + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

function hashOf(secret: string): string {
  return toBase64Url(sha256(secret));
}
