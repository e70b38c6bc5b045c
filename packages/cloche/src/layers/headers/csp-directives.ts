/** The table of Content-Security-Policy directives (CSP3, and the specifications that add to it). */
import { table } from "../../kernel/index.js";

/** What is written after a directive's name. */
export interface DirectiveEntry {
  readonly takes: "sources" | "words" | "nothing";
  /** Whether whole schemes and `*` need a stated reason: what comes from there runs, styles, frames or receives forms. */
  readonly strict: boolean;
}

const CODE = { takes: "sources", strict: true } as const;
const DATA = { takes: "sources", strict: false } as const;
const WORDS = { takes: "words", strict: false } as const;
const FLAG = { takes: "nothing", strict: false } as const;

/** Every directive a policy may have, in the order they are written. */
export const DIRECTIVES = table({
  "default-src": CODE,
  "script-src": CODE,
  "script-src-elem": CODE,
  "script-src-attr": CODE,
  "style-src": CODE,
  "style-src-elem": CODE,
  "style-src-attr": CODE,
  "img-src": DATA,
  "font-src": DATA,
  "connect-src": DATA,
  "media-src": DATA,
  "manifest-src": DATA,
  "object-src": CODE,
  "child-src": DATA,
  "frame-src": DATA,
  "worker-src": CODE,
  "fenced-frame-src": DATA,
  "base-uri": CODE,
  "form-action": CODE,
  "frame-ancestors": CODE,
  sandbox: WORDS,
  "require-trusted-types-for": WORDS,
  "trusted-types": WORDS,
  "report-to": WORDS,
  "report-uri": WORDS,
  "upgrade-insecure-requests": FLAG,
} satisfies Record<string, DirectiveEntry>);

/** The name of a directive. */
export type DirectiveName = keyof typeof DIRECTIVES;

/** A directive that takes no value. */
export type FlagName = {
  [Name in DirectiveName]: (typeof DIRECTIVES)[Name]["takes"] extends "nothing" ? Name : never;
}[DirectiveName];

/** All names, in order. */
export const DIRECTIVE_NAMES: readonly DirectiveName[] = Object.freeze(Object.keys(DIRECTIVES) as DirectiveName[]);
