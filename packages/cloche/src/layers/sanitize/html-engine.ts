/** Loads sanitize-html where rich text is used, and nowhere else. */
import { createRequire } from "node:module";
import type { IOptions } from "sanitize-html";
import { configFault } from "../../kernel/index.js";

/** Cleans HTML by a list of what may stay. */
export type HtmlEngine = (html: string, options: IOptions) => string;

const requireHere = createRequire(import.meta.url);

/**
 * The engine.
 *
 * @throws ConfigError `peer_missing`
 */
export function htmlEngine(load: (name: string) => unknown = requireHere): HtmlEngine {
  try {
    return load("sanitize-html") as HtmlEngine;
  } catch {
    throw configFault("peer_missing", { where: "richText", fix: "Install it: npm install sanitize-html" });
  }
}
