/** The kinds of incidents, loudest first. */
import type { IncidentKind } from "../../contracts/index.js";

export const KINDS: readonly IncidentKind[] = ["alert", "signature", "ban", "trouble", "limit", "refusal", "note"];
