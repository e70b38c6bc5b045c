/** Reporting-Endpoints: where browsers send their reports. */
import { configFault } from "../../kernel/index.js";

const NAME = /^[a-z*][a-z0-9_.*-]*$/;
const WHERE = "reportingEndpoints";

/**
 * @param endpoints For each name, an https URL or a path of this site.
 * @throws ConfigError `option_invalid`
 * @example
 * reportingEndpoints({ csp: "/reports" }); // 'csp="/reports"'
 */
export function reportingEndpoints(endpoints: Readonly<Record<string, string>>): string {
  const members = Object.entries(endpoints).map(([name, url]) => {
    if (NAME.test(name) && isEndpoint(url)) return `${name}="${url}"`;
    throw configFault("option_invalid", {
      where: WHERE,
      fix: 'Give a lower-case name, and an https URL or a path such as "/reports".',
    });
  });
  if (members.length > 0) return members.join(", ");
  throw configFault("option_invalid", { where: WHERE, fix: "Name at least one endpoint, or give false." });
}

function isEndpoint(url: unknown): boolean {
  if (typeof url !== "string" || /[^\x21-\x7e]|["\\]/.test(url)) return false;
  return /^\/(?!\/)/.test(url) || (url.startsWith("https://") && URL.canParse(url));
}
