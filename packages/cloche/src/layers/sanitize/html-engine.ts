/** What cleans HTML: the library's own writer behind a parser, or whatever an application puts in its place. */
import type { HtmlProfile } from "./html-profiles.js";

/**
 * Makes a function that cleans HTML down to a profile. It is called once for each profile, at start.
 *
 * What the function answers goes to the page, so it must hold nothing but the profile's elements, attributes that run and
 * load nothing, and addresses of the profile's schemes. Characters that do not show, the Unicode form, and that cleaning
 * twice changes nothing are seen to around it.
 */
export type HtmlEngine = (profile: HtmlProfile) => (html: string) => string;
