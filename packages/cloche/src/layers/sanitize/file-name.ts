/** Makes a file name out of a stranger's: one name, no path, nothing a file system or a shell reads specially. */
import { onlyKnown, wholeNumber } from "../../kernel/index.js";
import { clean, rawLimit } from "./clean-text.js";

/** How a file name is cleaned. */
export interface FileNameOptions {
  /** The most bytes of the name in UTF-8, its extension included. Default: 180. */
  readonly maxBytes?: number;
}

const OPTIONS = ["maxBytes"];
const DEFAULT_MAX_BYTES = 180;
const MAX_CHARACTERS = 1_024;
const EXTENSION = /(?<=.)\.[A-Za-z0-9]{1,10}$/;
const SPECIAL = /[<>:"|?*]/g;
const EDGES = /^[\s.\p{M}\u200c\u200d]+|[\s.]+$/gu;
// Windows opens a device under these names, whatever the extension.
const DEVICE =
  /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)\s*(?:\.|$)/i;

/**
 * The last part of a path as a plain file name, or `undefined` where nothing usable is left.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 * @example
 * cleanFileName("../../etc/passwd");   // "passwd"
 * cleanFileName("menu: spring?.pdf"); // "menu spring.pdf"
 */
export function cleanFileName(text: string, options: FileNameOptions = {}): string | undefined {
  onlyKnown(options, OPTIONS, "cleanFileName");
  const bounds = { min: 16, max: 255 };
  const maxBytes = wholeNumber(options.maxBytes ?? DEFAULT_MAX_BYTES, "cleanFileName.maxBytes", bounds);
  if (text.length > rawLimit(MAX_CHARACTERS)) return undefined;
  const last = text.split(/[/\\]/).at(-1) ?? "";
  const bare = clean(last.replace(SPECIAL, ""), MAX_CHARACTERS, false).replace(EDGES, "");
  const short = shorten(DEVICE.test(bare) ? `_${bare}` : bare, maxBytes);
  return short === "" ? undefined : short;
}

/** Cuts the stem and keeps the extension, since programs choose by it how to open a file. */
function shorten(name: string, maxBytes: number): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  const extension = EXTENSION.exec(name)?.[0] ?? "";
  const stem = cutBytes(name.slice(0, name.length - extension.length), maxBytes - extension.length);
  return `${clean(stem, MAX_CHARACTERS, false)}${extension}`.replace(EDGES, "");
}

function cutBytes(text: string, length: number): string {
  const bytes = Buffer.from(text);
  let end = Math.min(length, bytes.length);
  // A UTF-8 continuation byte is 10xxxxxx; the cut goes before the character it belongs to.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString();
}
