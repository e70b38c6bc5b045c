/** What the kinds of incidents are called, loudest first. */
import type { IncidentKind } from "../../contracts/index.js";

export const KINDS: readonly IncidentKind[] = ["alert", "signature", "ban", "trouble", "limit", "refusal", "note"];

export const KIND_NAMES: Readonly<Record<IncidentKind, string>> = {
  alert: "Alerts",
  signature: "Bad signatures",
  ban: "Bans",
  trouble: "Trouble here",
  limit: "Limits reached",
  refusal: "Refusals",
  note: "Notes",
};

/** What one incident is called. */
export const KIND_BADGES: Readonly<Record<IncidentKind, string>> = {
  alert: "Alert",
  signature: "Bad signature",
  ban: "Ban",
  trouble: "Trouble here",
  limit: "Limit",
  refusal: "Refusal",
  note: "Note",
};

/** `credentials_wrong` as people read it. */
export function readable(code: string): string {
  return code.replaceAll("_", " ");
}
