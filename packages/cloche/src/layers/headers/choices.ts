/** The headers that are one of a few fixed values, as a table. */
import { oneOf, table } from "../../kernel/index.js";

interface Choice {
  readonly header: string;
  readonly values: readonly string[];
  /** What a preset sends that says nothing else; `undefined` where it sends nothing. */
  readonly standard: string | undefined;
}

/** Each choice by its option's name. */
export const CHOICES = table({
  crossOriginEmbedderPolicy: {
    header: "cross-origin-embedder-policy",
    values: ["require-corp", "credentialless", "unsafe-none"],
    standard: "require-corp",
  },
  crossOriginOpenerPolicy: {
    header: "cross-origin-opener-policy",
    values: ["same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"],
    standard: "same-origin",
  },
  crossOriginResourcePolicy: {
    header: "cross-origin-resource-policy",
    values: ["same-origin", "same-site", "cross-origin"],
    standard: "same-origin",
  },
  originAgentCluster: { header: "origin-agent-cluster", values: ["?1", "?0"], standard: "?1" },
  xContentTypeOptions: { header: "x-content-type-options", values: ["nosniff"], standard: "nosniff" },
  xDnsPrefetchControl: { header: "x-dns-prefetch-control", values: ["off", "on"], standard: "off" },
  xDownloadOptions: { header: "x-download-options", values: ["noopen"], standard: undefined },
  xPermittedCrossDomainPolicies: {
    header: "x-permitted-cross-domain-policies",
    values: ["none", "master-only", "by-content-type", "by-ftp-filename", "all", "none-this-response"],
    standard: "none",
  },
  // The browsers' old filters could be turned against a page; 0 switches them off.
  xXssProtection: { header: "x-xss-protection", values: ["0"], standard: "0" },
} as const satisfies Record<string, Choice>);

/** The name of such an option. */
export type ChoiceName = keyof typeof CHOICES;

/** The options: a value of the table, or `false` to send nothing. */
export type ChoiceOptions = {
  readonly [Name in ChoiceName]?: (typeof CHOICES)[Name]["values"][number] | false;
};

/** All names. */
export const CHOICE_NAMES: readonly ChoiceName[] = Object.freeze(Object.keys(CHOICES) as ChoiceName[]);

/**
 * The value to send for one choice, `undefined` for none.
 *
 * @throws ConfigError `option_invalid`
 */
export function chosen(name: ChoiceName, given: string | false | undefined): string | undefined {
  const { values, standard }: Choice = CHOICES[name];
  if (given === false) return undefined;
  return given === undefined ? standard : oneOf(given, values, name);
}
