/** The routes of sessions: where somebody is signed in, and how that ends before its time. */
import { type Handled, handle, noContent, ok, problem } from "cloche";
import { endAllSessions, endSession, listSessions, locationOf, reachOf, signStaffOut } from "../../contracts/index.js";
import { audit } from "../platform/index.js";
import type { AccountsParts } from "./accounts.service.js";
import { accountAt } from "./accounts.store.js";
import { NO_COOKIES } from "./session-reply.js";
import { endAllOf, endById } from "./staff-sessions.js";

/** The handlers of sessions. */
export function sessionsHandlers(parts: AccountsParts): readonly Handled[] {
  return [listHandler(parts), endHandler(parts), endAllHandler(parts), signOutHandler(parts)];
}

const at = (milliseconds: number) => new Date(milliseconds).toISOString();

function listHandler({ refreshTokens }: AccountsParts): Handled {
  return handle(listSessions, async ({ caller }) => {
    const families = await refreshTokens.families(caller.id);
    const sessions = families.map(({ familyId, device, createdAt, lastUsedAt, expiresAt }) => ({
      id: familyId,
      device: device ?? null,
      current: familyId === caller.claims["sid"],
      createdAt: at(createdAt),
      lastUsedAt: at(lastUsedAt),
      expiresAt: at(expiresAt),
    }));
    return ok({ sessions });
  });
}

function endHandler(parts: AccountsParts): Handled {
  return handle(endSession, async ({ caller, params, requestId }) => {
    if (!(await endById(parts, params.id, caller.id))) return problem(404, "session_unknown");
    const actor = { kind: "staff", id: caller.id } as const;
    await audit(parts.db, { actor, action: "session.ended", entity: "staff", entityId: caller.id, requestId });
    return noContent();
  });
}

function endAllHandler(parts: AccountsParts): Handled {
  return handle(endAllSessions, async ({ caller, requestId }) => {
    await endAllOf(parts, caller.id);
    const actor = { kind: "staff", id: caller.id } as const;
    await audit(parts.db, { actor, action: "sessions.ended", entity: "staff", entityId: caller.id, requestId });
    return noContent(NO_COOKIES);
  });
}

/** A manager signs everybody out but owners; whoever works elsewhere is nobody here. */
function signOutHandler(parts: AccountsParts): Handled {
  return handle(signStaffOut, async ({ caller, params, requestId }) => {
    const locationId = locationOf(caller);
    const target = await accountAt(parts.db, { staffId: params.id, locationId });
    const mayEnd = target?.role !== "owner" || reachOf("manageStaff", caller) === "location";
    if (target === undefined || !mayEnd) return problem(404, "staff_unknown");
    await endAllOf(parts, target.id);
    const actor = { kind: "staff", id: caller.id } as const;
    const entry = { actor, action: "sessions.ended", entity: "staff", entityId: target.id, locationId, requestId };
    await audit(parts.db, entry);
    return noContent();
  });
}
