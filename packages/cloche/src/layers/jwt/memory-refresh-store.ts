/** Families of refresh tokens in the memory of one process: for tests and for trying out. */
import type { RefreshAdvance, RefreshFamily, RefreshStore } from "./refresh-store.js";

/**
 * A store that forgets everything when the process ends, and that no other process shares.
 *
 * @example
 * const tokens = refreshTokens({ store: memoryRefreshStore(), idle: "7 days", absolute: "30 days", secret });
 */
export function memoryRefreshStore(): RefreshStore {
  const families = new Map<string, RefreshFamily>();
  return {
    create: async (family) => {
      if (families.has(family.familyId)) throw new Error("The family id is taken.");
      families.set(family.familyId, Object.freeze({ ...family }));
    },
    find: async (familyId) => families.get(familyId),
    advance: async (step) => advance(families, step),
    revoke: async (familyId, at) => revoke(families, familyId, at),
    revokeSubject: async (subject, at) =>
      ofSubject(families, subject).filter(({ familyId }) => revoke(families, familyId, at)).length,
    ofSubject: async (subject) => ofSubject(families, subject),
    prune: async (before) => {
      const gone = [...families.values()].filter((family) => family.absoluteExpiresAt < before);
      for (const { familyId } of gone) families.delete(familyId);
      return gone.length;
    },
  };
}

type Families = Map<string, RefreshFamily>;

function advance(
  families: Families,
  { familyId, fromHash, toHash, retired, at, idleExpiresAt }: RefreshAdvance,
): boolean {
  const family = families.get(familyId);
  if (family === undefined || family.revokedAt !== undefined || family.currentHash !== fromHash) return false;
  const moved = { currentHash: toHash, retired, rotatedAt: at, idleExpiresAt };
  families.set(familyId, Object.freeze({ ...family, ...moved, generation: family.generation + 1 }));
  return true;
}

function revoke(families: Families, familyId: string, at: number): boolean {
  const family = families.get(familyId);
  if (family === undefined || family.revokedAt !== undefined) return false;
  families.set(familyId, Object.freeze({ ...family, revokedAt: at }));
  return true;
}

function ofSubject(families: Families, subject: string): RefreshFamily[] {
  return [...families.values()]
    .filter((family) => family.subject === subject && family.revokedAt === undefined)
    .sort((a, b) => a.createdAt - b.createdAt);
}
