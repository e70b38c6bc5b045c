/** Loads the parser where rich text is used, and nowhere else. */
import { createRequire } from "node:module";
import { configFault } from "../../kernel/index.js";
import type { HtmlEngine } from "./html-engine.js";
import { fromHtmlparser2, type Htmlparser2 } from "./html-htmlparser2.js";

const requireHere = createRequire(import.meta.url);

/**
 * The engine where none was given.
 *
 * @throws ConfigError `peer_missing`
 */
export function defaultEngine(load: (name: string) => unknown = requireHere): HtmlEngine {
  try {
    return fromHtmlparser2(load("htmlparser2") as Htmlparser2);
  } catch {
    throw configFault("peer_missing", { where: "richText", fix: "Install it: npm install htmlparser2" });
  }
}
