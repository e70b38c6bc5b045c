/** Turns the parts of a form into fields and files, each file held to the rules its route declares. */
import {
  configFault,
  type FieldError,
  fromUtf8,
  oneOf,
  onlyKnown,
  pointer,
  type Refusal,
  refuse,
  wholeNumber,
} from "../../kernel/index.js";
import type { BodyCaps } from "./caps.js";
import { sniffedType, UPLOAD_TYPES, type UploadType } from "./file-types.js";
import type { Pair } from "./gather.js";
import { inputRefusals } from "./input-faults.js";
import type { Part } from "./multipart.js";
import { uploadName } from "./upload-name.js";

/** Which files a form may bring. */
export interface FileRules {
  /** The most bytes of one file. Default: what the whole body may have. */
  readonly maxBytes?: number;
  /** The most files. Default: 8. */
  readonly count?: number;
  /** The media types, told by the bytes. Default: every one that is recognised. */
  readonly types?: readonly UploadType[];
}

/** Turns parts into fields. */
export type Unpack = (parts: readonly Part[]) => readonly Pair[] | Refusal;

const OPTIONS = ["maxBytes", "count", "types"];
const DEFAULT_COUNT = 8;

/**
 * Reads the rules and makes the function that applies them.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 */
export function uploads(given: FileRules, caps: BodyCaps): Unpack {
  onlyKnown(given, OPTIONS, "bodyReader.files");
  const bounds = { min: 1, max: caps.bytes };
  const maxBytes = wholeNumber(given.maxBytes ?? caps.bytes, "bodyReader.files.maxBytes", bounds);
  const count = wholeNumber(given.count ?? DEFAULT_COUNT, "bodyReader.files.count", { min: 0, max: 1_000 });
  const types = readTypes(given.types);
  const refusals = inputRefusals("body");
  return (parts) => {
    const present = parts.filter(isPresent);
    if (present.filter(({ fileName }) => fileName !== undefined).length > count) return refusals.too_many_files;
    const pairs: Pair[] = [];
    const errors: FieldError[] = [];
    for (const part of present) {
      const value = part.fileName === undefined ? fromUtf8(part.content) : fileOf(part, { maxBytes, types });
      if (value === undefined) return refusals.not_utf8;
      if (typeof value === "string" || value instanceof File) pairs.push([part.name, value]);
      else errors.push(value);
    }
    return errors.length === 0 ? pairs : refuse("validation_failed", { errors });
  };
}

/** A form's file field that nobody filled in is sent as a file without a name and without content. */
function isPresent({ fileName, content }: Part): boolean {
  return fileName !== "" || content.length > 0;
}

function readTypes(given: readonly UploadType[] | undefined): ReadonlySet<UploadType> {
  const where = "bodyReader.files.types";
  if (given !== undefined && (!Array.isArray(given) || given.length === 0)) {
    throw configFault("option_invalid", { where, fix: `List some of: ${UPLOAD_TYPES.join(", ")}.` });
  }
  return new Set((given ?? UPLOAD_TYPES).map((type) => oneOf(type, UPLOAD_TYPES, where)));
}

interface ReadRules {
  readonly maxBytes: number;
  readonly types: ReadonlySet<UploadType>;
}

function fileOf({ name, fileName = "", content }: Part, { maxBytes, types }: ReadRules): File | FieldError {
  const at = { path: pointer([name]), in: "body" } as const;
  if (content.length > maxBytes) {
    return { ...at, code: "too_big", reason: `This must have at most ${maxBytes} bytes.` };
  }
  const type = sniffedType(content);
  if (type === undefined || !types.has(type)) {
    return { ...at, code: "file_type", reason: `This file must be one of: ${[...types].join(", ")}.` };
  }
  return new File([content as Uint8Array<ArrayBuffer>], uploadName(fileName, type), { type, lastModified: 0 });
}
