/** Decompresses a body under a bound, so that a few bytes can never become a flood (CWE-409). */
import { type BrotliOptions, brotliDecompress, gunzip, inflate, type ZlibOptions } from "node:zlib";
import { configFault, entry, type HeaderPair, oneOf, type Refusal, refuse, table } from "../../kernel/index.js";
import type { BodyCaps } from "./caps.js";
import { inputRefusals } from "./input-faults.js";

/** A content coding (RFC 9110 section 8.4.1) a body may come in. `deflate` is the zlib format, as the section says. */
export type BodyEncoding = "gzip" | "deflate" | "br";

/** Decompresses one body. */
export type Decompress = (bytes: Uint8Array) => Promise<Uint8Array | Refusal>;

/** What a Content-Encoding header asks for: nothing, a decompression, or a refusal. */
export type EncodingDecider = (contentEncoding: string | undefined) => Decompress | Refusal | undefined;

type Bounds = ZlibOptions & BrotliOptions & { readonly info: true };
type Engine = (bytes: Uint8Array, bounds: Bounds, done: (error: Error | null, result: unknown) => void) => void;

const ENCODINGS = ["gzip", "deflate", "br"] as const;
const ENGINES = table({ gzip: gunzip, deflate: inflate, br: brotliDecompress }) as Readonly<
  Record<BodyEncoding, Engine>
>;
// RFC 9110 section 8.4.1.3: a recipient should consider "x-gzip" to be equivalent to "gzip".
const ALIASES = table({ gzip: "gzip", "x-gzip": "gzip", deflate: "deflate", br: "br" } satisfies Record<
  string,
  BodyEncoding
>);
const TOO_LARGE = Object.freeze(refuse("body_too_large", { reason: "body_expands_too_far" }));

/**
 * Makes the decider for the codings a route takes. A chain of codings is refused: each step would multiply the bound.
 *
 * @throws ConfigError `option_invalid`
 */
export function encodingDecider(given: readonly BodyEncoding[] | undefined, caps: BodyCaps): EncodingDecider {
  const encodings = readEncodings(given);
  const refusal = refuseEncoding(encodings);
  const decompress = new Map(encodings.map((encoding) => [encoding, decompressor(ENGINES[encoding], caps)]));
  return (contentEncoding) => {
    if (contentEncoding === undefined) return undefined;
    const name = contentEncoding.trim().toLowerCase();
    if (name === "" || name === "identity") return undefined;
    const encoding = entry<BodyEncoding>(ALIASES, name);
    return (encoding === undefined ? undefined : decompress.get(encoding)) ?? refusal;
  };
}

function readEncodings(given: readonly BodyEncoding[] | undefined): readonly BodyEncoding[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return [...new Set(given.map((name) => oneOf(name, ENCODINGS, "bodyReader.encodings")))];
  throw configFault("option_invalid", { where: "bodyReader.encodings", fix: `List some of: ${ENCODINGS.join(", ")}.` });
}

function refuseEncoding(encodings: readonly BodyEncoding[]): Refusal {
  // RFC 9110 section 12.5.3: in a 415 answer, Accept-Encoding tells which codings would have been taken.
  const taken = encodings.length === 0 ? "identity" : encodings.join(", ");
  const headers: readonly HeaderPair[] = Object.freeze([["accept-encoding", taken] as const]);
  return Object.freeze(refuse("unsupported_media_type", { reason: "content_encoding", headers }));
}

function decompressor(engine: Engine, caps: BodyCaps): Decompress {
  const unreadable = inputRefusals("body").encoding_invalid;
  return (bytes) =>
    new Promise((resolve) => {
      // zlib stops at the bound, so no more than one piece beyond it is ever held.
      const maxOutputLength = Math.max(1, Math.min(caps.bytes, bytes.length * caps.expansion));
      engine(bytes, { maxOutputLength, info: true }, (error, result) => {
        if (error !== null) resolve(isTooLarge(error) ? TOO_LARGE : unreadable);
        else resolve(whole(result as Decompressed, bytes.length) ?? unreadable);
      });
    });
}

interface Decompressed {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

/** The result, unless bytes were left over that another reader might see. */
function whole({ buffer, engine }: Decompressed, sent: number): Uint8Array | undefined {
  return engine.bytesWritten === sent ? buffer : undefined;
}

function isTooLarge(error: Error & { readonly code?: string }): boolean {
  return error.code === "ERR_BUFFER_TOO_LARGE";
}
