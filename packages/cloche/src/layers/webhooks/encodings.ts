/** How partners write a signature: strictly one spelling per value. */
import { fromBase64, table } from "../../kernel/index.js";

const LOWER_HEX = /^(?:[0-9a-f]{2})+$/;

/** The encodings of a signature or key, each with its strict decoder. */
export const ENCODINGS = table({
  hex: (text: string): Uint8Array | undefined => (LOWER_HEX.test(text) ? Buffer.from(text, "hex") : undefined),
  base64: (text: string): Uint8Array | undefined => (text === "" ? undefined : fromBase64(text)),
});

/** The name of an encoding. */
export type SignatureEncoding = keyof typeof ENCODINGS;
