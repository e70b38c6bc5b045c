/** Takes out of a text what could forge a log line or drive a terminal. */

const CSI = "\\u001b\\[[0-?]*[ -/]*[@-~]";
const OSC = "\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?";
/** C0, DEL and C1 controls, and the marks that reorder what a reader sees (CVE-2021-42574). */
const CONTROLS = "\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff";
const ENDS = "\\t\\n\\u000b\\f\\r\\u2028\\u2029";

const UNSEEN = new RegExp(`${OSC}|${CSI}|[${CONTROLS}]`, "g");
const LINE_ENDS = new RegExp(`[${ENDS}]+`, "g");
const SUSPICIOUS = new RegExp(`[${CONTROLS}${ENDS}]`);

/** The text on one line, without control characters, escape sequences or marks of direction (OWASP ASVS 16.4.1). */
export function cleanText(text: string): string {
  return SUSPICIOUS.test(text) ? text.replace(LINE_ENDS, " ").replace(UNSEEN, "") : text;
}
