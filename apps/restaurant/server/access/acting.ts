/** Who acts at a place and how far they may go: people, paired screens and integrations, by the one capability table. */
import type { Kysely } from "kysely";
import { type CapabilityName, DEVICE_ROLE, type Reach, reachOf } from "../../contracts/index.js";
import { type Actor, type Database, type StaffRole, staffAt } from "../platform/index.js";

/** As much of a caller as is looked at. */
export interface ActingCaller {
  readonly id: string;
  readonly via?: string;
  readonly scopes?: readonly string[];
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Somebody who may act. */
export interface Acting {
  readonly actor: Actor & { readonly id: string };
  readonly reach: Reach;
  /** The role of a person at the place, as the database has it; a screen and a key have none. */
  readonly role: StaffRole | undefined;
  /** The station of a screen. */
  readonly stationId: string | undefined;
}

/** What somebody wants to do, and where. */
export interface Intent {
  readonly locationId: string;
  readonly capability: CapabilityName;
}

/** The name of the source that tells an integration by its key. */
const KEY = "api-key";

/**
 * Asks whether a caller may do something at a place. Of another place's things nobody is told that there are any.
 *
 * @example
 * const acting = await actingAt(db, caller, { locationId: params.id, capability: "editMenu" });
 * if (typeof acting === "string") return barredBy(acting);
 */
export async function actingAt(
  db: Kysely<Database>,
  caller: ActingCaller,
  { locationId, capability }: Intent,
): Promise<Acting | "not_here" | "not_yours"> {
  const { id, via, claims = {}, scopes = [] } = caller;
  if (via === KEY || via === DEVICE_ROLE) {
    if (claims["location"] !== locationId) return "not_here";
    const isScreen = via === DEVICE_ROLE;
    const reach = reachOf(capability, { roles: isScreen ? [DEVICE_ROLE] : [], scopes: isScreen ? [] : scopes, claims });
    if (reach === undefined) return "not_yours";
    const actor = isScreen
      ? ({ kind: "device", id } as const)
      : { kind: "integration" as const, id: keyOf(claims, id) };
    return { actor, reach, role: undefined, stationId: isScreen ? textOf(claims["station"]) : undefined };
  }
  const role = await staffAt(db, { staffId: id, locationId });
  if (role === undefined) return "not_here";
  const reach = reachOf(capability, { roles: [role], scopes: [], claims });
  if (reach === undefined) return "not_yours";
  return { actor: { kind: "staff", id }, reach, role, stationId: undefined };
}

const textOf = (claim: unknown): string | undefined => (typeof claim === "string" ? claim : undefined);
const keyOf = (claims: Readonly<Record<string, unknown>>, id: string): string => textOf(claims["key_id"]) ?? id;
