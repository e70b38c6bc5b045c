/** Tells a file's media type by its first bytes; what its sender calls it is never believed. */
import { fromUtf8, table } from "../../kernel/index.js";

interface FileType {
  /** Texts, as Latin-1, that stand at an offset. */
  readonly marks: readonly (readonly [offset: number, bytes: string])[];
  /** The extensions a file of the type may keep; the first is given to names with another. */
  readonly extensions: readonly string[];
}

const FILE_TYPES = table({
  "image/png": { marks: [[0, "\x89PNG\r\n\x1a\n"]], extensions: ["png"] },
  "image/jpeg": { marks: [[0, "\xff\xd8\xff"]], extensions: ["jpg", "jpeg"] },
  "image/gif": { marks: [[0, "GIF8"]], extensions: ["gif"] },
  "image/webp": {
    marks: [
      [0, "RIFF"],
      [8, "WEBP"],
    ],
    extensions: ["webp"],
  },
  "application/pdf": { marks: [[0, "%PDF-"]], extensions: ["pdf"] },
  "text/plain": { marks: [], extensions: ["txt", "csv", "md"] },
} satisfies Record<string, FileType>);

/** A media type that uploads are recognised as. */
export type UploadType = keyof typeof FILE_TYPES;

/** Every media type that uploads are recognised as. */
export const UPLOAD_TYPES = Object.freeze(Object.keys(FILE_TYPES) as UploadType[]);

const SIGNED = UPLOAD_TYPES.filter((type) => FILE_TYPES[type].marks.length > 0);
const LONGEST_MARK = 16;
const NOT_TEXT = /[^\P{Cc}\t\n\r\f]/u;

/** The type, or `undefined` where the bytes are of none that is known. A text is UTF-8 without control characters. */
export function sniffedType(bytes: Uint8Array): UploadType | undefined {
  const start = Buffer.from(bytes.subarray(0, LONGEST_MARK)).toString("latin1");
  const signed = SIGNED.find((type) => FILE_TYPES[type].marks.every(([at, mark]) => start.startsWith(mark, at)));
  if (signed !== undefined) return signed;
  const text = fromUtf8(bytes);
  return text === undefined || NOT_TEXT.test(text) ? undefined : "text/plain";
}

/** The extensions a file of the type may keep. */
export function extensionsOf(type: UploadType): readonly string[] {
  return FILE_TYPES[type].extensions;
}
