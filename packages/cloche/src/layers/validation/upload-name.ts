/** Makes a harmless label out of the name a stranger gave a file. */
import { extensionsOf, type UploadType } from "./file-types.js";

const MAX_LENGTH = 100;
const OTHER = /[^\p{L}\p{N}\p{M} ._()-]+/gu;
const EDGES = /^[\p{M} .]+|[ .]+$/gu;
// Windows opens a device under these names, whatever the extension.
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)\s*(?:\.|$)/i;

/**
 * The last part of the name, made of letters, digits, spaces and `._()-`, with an extension that fits what the bytes
 * are: `invoice.pdf.exe` that is a PDF becomes `invoice.pdf.exe.pdf`.
 */
export function uploadName(given: string, type: UploadType): string {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const plain = Array.from(last.normalize("NFC").replace(OTHER, "_")).slice(-MAX_LENGTH).join("").replace(EDGES, "");
  const named = plain === "" ? "file" : plain;
  const name = DEVICE.test(named) ? `_${named}` : named;
  const extensions = extensionsOf(type);
  const fits = extensions.some((extension) => name.toLowerCase().endsWith(`.${extension}`));
  return fits ? name : `${name}.${extensions[0] ?? ""}`;
}
