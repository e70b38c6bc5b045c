/** The short list of rotated tokens that a family remembers: kept by a pure step, and written as a text by the stores. */
import type { RefreshFamily, RetiredToken } from "./refresh-store.js";

/** More rotations than an honest client does within one grace; it bounds what a family takes up in a store. */
const MOST_REMEMBERED = 4;

/** The list after the current token was exchanged at `at`: what is past the grace, or too many, is left out. */
export function retire({ currentHash, retired }: RefreshFamily, at: number, grace: number): readonly RetiredToken[] {
  const answered = retired.filter((token) => isAnswered(token, at, grace));
  return [{ hash: currentHash, at }, ...answered].slice(0, MOST_REMEMBERED);
}

/** Whether the token is still answered with its successor. */
export function isAnswered({ at }: RetiredToken, now: number, grace: number): boolean {
  return now - at < grace;
}

/** The list as a text, such as `hash:1780272000000,hash:1780271999000`. */
export function writeRetired(retired: readonly RetiredToken[]): string {
  return retired.map(({ hash, at }) => `${hash}:${at}`).join(",");
}

/** The list out of its text. */
export function readRetired(text: string): readonly RetiredToken[] {
  if (text === "") return [];
  return text.split(",").map((item) => {
    const [hash = "", at] = item.split(":");
    return { hash, at: Number(at) };
  });
}
