/** The sanitize layer's door: cleaning for declared fields, encoders for each place a text goes to, and guards. */
export { type AttackSign, attackSigns } from "./attack-signs.js";
export { type CleanTextOptions, cleanText } from "./clean-text.js";
export { cleanEmail } from "./email.js";
export { forCsv } from "./encode-csv.js";
export { type EscPosOptions, forEscPos } from "./encode-esc-pos.js";
export { forContentDisposition, forHeader } from "./encode-header.js";
export { forAttribute, forHtml } from "./encode-html.js";
export { forLogLine } from "./encode-log-line.js";
export { forScriptJson } from "./encode-script-json.js";
export { forSms } from "./encode-sms.js";
export { forTwiml } from "./encode-twiml.js";
export { forUrl } from "./encode-url.js";
export type { FetchPolicy, ResolveHost, UrlFault } from "./fetch-policy.js";
export { cleanFileName, type FileNameOptions } from "./file-name.js";
export { cleanHtml, type HtmlCleanerOptions, htmlCleaner } from "./html.js";
export {
  type DomElement,
  type Dompurify,
  type DompurifySettings,
  fromDompurify,
} from "./html-dompurify.js";
export type { HtmlEngine } from "./html-engine.js";
export { fromHtmlparser2, type Htmlparser2 } from "./html-htmlparser2.js";
export { HTML_PROFILES, type HtmlProfile, type HtmlProfileName } from "./html-profiles.js";
export { fromSanitizeHtml, type SanitizeHtml, type SanitizeHtmlOptions } from "./html-sanitize-html.js";
export type { HtmlEvents } from "./html-writer.js";
export { cleanIdentifier } from "./identifier.js";
export { refuseOperators } from "./operators.js";
export { type OrderBy, type OrderByOptions, type OrderTerm, orderBy } from "./order-by.js";
export { cleanPhone, type PhoneOptions } from "./phone.js";
export {
  type FetchFault,
  type SafeAnswer,
  type SafeFetch,
  type SafeRequest,
  safeFetch,
  safeFetcher,
} from "./safe-fetch.js";
export { safeJoin } from "./safe-join.js";
export { type SqlFragment, type SqlOperationNode, sql } from "./sql.js";
export { orderByClause, sqlIdentifier } from "./sql-identifier.js";
export { cleanUrl, type UrlOptions, urlCleaner } from "./url.js";
export {
  emailAddress,
  fileName,
  identifier,
  markdown,
  type PlainTextOptions,
  phoneNumber,
  plainText,
  type RichTextOptions,
  richText,
  safeUrl,
} from "./zod-types.js";
