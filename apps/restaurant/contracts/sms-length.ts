/** How long a text message is, as carriers count and charge it (3GPP TS 23.038 and 23.040). */

/** What a text message comes to. */
export interface SmsLength {
  /** Seven bits a sign where every sign is in the default alphabet or its extension; sixteen where one is not. */
  readonly encoding: "gsm7" | "ucs2";
  /** Septets, or UTF-16 code units. */
  readonly units: number;
  readonly segments: number;
  /** How many units still go into the last segment. */
  readonly left: number;
}

/** The default alphabet without its escape (3GPP TS 23.038 section 6.2.1). */
const ALPHABET = new Set(
  "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5" +
    "\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9" +
    " !\"#\u00a4%&'()*+,-./0123456789:;<=>?" +
    "\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7" +
    "\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0",
);
/** Its extension: each sign is an escape and a second septet (section 6.2.1.1). */
const EXTENSION = new Set("\f^{}\\[~]|\u20ac");

/** A message alone, and each part of a longer one, which names its place in a header (TS 23.040 section 9.2.3.24). */
const UNITS = { gsm7: { alone: 160, part: 153 }, ucs2: { alone: 70, part: 67 } } as const;

/**
 * Counts a text. What needs two units is never torn apart between two segments.
 *
 * @example smsLength("Ready, 5 \u20ac") // { encoding: "gsm7", units: 10, segments: 1, left: 150 }
 */
export function smsLength(text: string): SmsLength {
  const signs = Array.from(text);
  const encoding = signs.every((sign) => ALPHABET.has(sign) || EXTENSION.has(sign)) ? "gsm7" : "ucs2";
  const sizes = signs.map((sign) => (encoding === "ucs2" ? sign.length : EXTENSION.has(sign) ? 2 : 1));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { alone, part } = UNITS[encoding];
  if (units <= alone) return { encoding, units, segments: units === 0 ? 0 : 1, left: alone - units };
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    const isFull = used + size > part;
    segments += isFull ? 1 : 0;
    used = isFull ? size : used + size;
  }
  return { encoding, units, segments, left: part - used };
}
