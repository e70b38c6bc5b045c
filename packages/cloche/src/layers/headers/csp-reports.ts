/** Reads the reports that browsers post about violated policies, within limits, since anybody can post them. */
import { configFault, fromUtf8, wholeNumber } from "../../kernel/index.js";
import { type CspReport, readReport } from "./csp-report.js";
import { section } from "./section.js";

/** The limits of a collector. */
export interface CspReportsOptions {
  /** The most bytes a body may have, 16,384 where nothing is said. */
  readonly maxBytes?: number;
  /** The most reports that are read of one body, 20 where nothing is said. */
  readonly maxReports?: number;
  /** Which part of the bodies is read, from 0 to 1; 1 where nothing is said. The others are accepted and dropped. */
  readonly sample?: number;
  /** Gives a number from 0 to below 1 for the sample, `Math.random` where nothing is said. */
  readonly random?: () => number;
}

/** What came of one body. */
export type CspReportsRead =
  | { readonly reports: readonly CspReport[]; readonly refused?: never }
  | { readonly refused: "body_too_large" | "unsupported_media_type" | "malformed_body"; readonly reports?: never };

/** Reads bodies. */
export interface CspReports {
  /** The content types that browsers send: reject anything else before reading it. */
  readonly contentTypes: readonly string[];
  readonly maxBytes: number;
  /**
   * @param contentType `Content-Type` as received.
   * @param body The raw body.
   */
  read(contentType: string | undefined, body: Uint8Array): CspReportsRead;
}

const OPTIONS = ["maxBytes", "maxReports", "sample", "random"];
const OLD_TYPE = "application/csp-report";
const NEW_TYPE = "application/reports+json";
const NOTHING: CspReportsRead = Object.freeze({ reports: Object.freeze([]) });

/**
 * A reader of both forms: `application/csp-report`, which `report-uri` sends, and the Reporting API's
 * `application/reports+json`, which `report-to` sends. Put a limit by address on the route it serves.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * const reports = cspReports({ sample: 0.1 });
 * const read = reports.read("application/csp-report", body);
 * for (const report of read.reports ?? []) log.warn(report);
 */
export function cspReports(options: CspReportsOptions = {}): CspReports {
  section(options, OPTIONS, "cspReports");
  const maxBytes = wholeNumber(options.maxBytes ?? 16_384, "cspReports.maxBytes", { min: 256, max: 1_048_576 });
  const maxReports = wholeNumber(options.maxReports ?? 20, "cspReports.maxReports", { min: 1, max: 1000 });
  const sample = readSample(options.sample ?? 1);
  const random = options.random ?? Math.random;
  return Object.freeze({
    contentTypes: Object.freeze([OLD_TYPE, NEW_TYPE]),
    maxBytes,
    read(contentType: string | undefined, body: Uint8Array): CspReportsRead {
      if (body.byteLength > maxBytes) return { refused: "body_too_large" };
      const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
      if (type !== OLD_TYPE && type !== NEW_TYPE) return { refused: "unsupported_media_type" };
      if (random() >= sample) return NOTHING;
      const parsed = parse(body);
      if (parsed === undefined) return { refused: "malformed_body" };
      return { reports: reportsIn(parsed, maxReports) };
    },
  });
}

/**
 * The reports of one body that was parsed already, in either form; what is none is left out.
 *
 * @param most How many are read.
 */
export function reportsIn(parsed: unknown, most: number): readonly CspReport[] {
  const old = member(parsed, "csp-report");
  const bodies = old === undefined ? violations(parsed).slice(0, most) : [old];
  return bodies.map(readReport).filter((report) => report !== undefined);
}

function readSample(sample: unknown): number {
  if (typeof sample === "number" && sample >= 0 && sample <= 1) return sample;
  throw configFault("option_invalid", { where: "cspReports.sample", fix: "Give a number from 0 to 1." });
}

/** An object or a list, or `undefined` for what is neither. */
function parse(body: Uint8Array): object | undefined {
  try {
    const parsed: unknown = JSON.parse(fromUtf8(body) ?? "");
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The Reporting API sends reports of many kinds in one list. */
function violations(parsed: unknown): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return list.filter((each) => member(each, "type") === "csp-violation").map((each) => member(each, "body"));
}

function member(of: unknown, name: string): unknown {
  if (typeof of !== "object" || of === null || !Object.hasOwn(of, name)) return undefined;
  return (of as Readonly<Record<string, unknown>>)[name];
}
