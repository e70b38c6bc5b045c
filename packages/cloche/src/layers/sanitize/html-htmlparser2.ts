/** Cleans HTML with the library's own writer behind the parser of htmlparser2. */
import type { HtmlEngine } from "./html-engine.js";
import { elementRules } from "./html-rules.js";
import { escapeText, type HtmlEvents, htmlWriter, TooDeep } from "./html-writer.js";

/** What is asked of the package: its parser. */
export interface Htmlparser2 {
  readonly Parser: new (events: HtmlEvents) => { parseComplete(html: string): void };
}

/**
 * The engine that is used where none is given, for bundlers that must see what is imported.
 *
 * @example
 * import * as htmlparser2 from "htmlparser2";
 * richText("comment", { engine: fromHtmlparser2(htmlparser2) });
 */
export function fromHtmlparser2({ Parser }: Htmlparser2): HtmlEngine {
  return (profile) => {
    const writer = htmlWriter(elementRules(profile));
    // It begins anew with every text, also where the one before was given up in the middle.
    const parser = new Parser(writer);
    return (html) => {
      writer.begin();
      try {
        parser.parseComplete(html);
      } catch (error) {
        // What nests that deep was written against parsers: it is shown as it was sent.
        if (error instanceof TooDeep) return escapeText(html);
        throw error;
      }
      return writer.end();
    };
  };
}
