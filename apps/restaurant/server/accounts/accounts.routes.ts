/** The routes of sign-in: begin, renew, prove again, move, end. */
import { type Caller, type Handled, handle, noContent, ok, problem, refuse } from "cloche";
import { locationOf, login, logout, me, moveSession, refresh, stepUpSession } from "../../contracts/index.js";
import { audit } from "../platform/index.js";
import { type AccountsParts, proveAgain, signIn } from "./accounts.service.js";
import { accountAt, type StaffAccount, stationsOf, workplacesOf } from "./accounts.store.js";
import { integrationsHandlers } from "./integrations.routes.js";
import { peopleHandlers } from "./people.routes.js";
import { placesHandlers } from "./places.routes.js";
import { secondFactorHandlers } from "./second-factor.routes.js";
import { NO_COOKIES, sessionReply } from "./session-reply.js";
import { sessionsHandlers } from "./sessions.routes.js";
import { setupHandlers } from "./setup.js";
import { endByToken, moveTo, renewSession, strengthen } from "./staff-sessions.js";

const BUSY = refuse("store_unavailable", { reason: "sign_in_busy", headers: [["retry-after", "2"]] });
const AWAY = refuse("store_unavailable", { reason: "sessions_away", headers: [["retry-after", "2"]] });
/** The token outlives its account by minutes at most; wherever the account is looked at, it shows. */
const GONE = refuse("token_invalid", { reason: "account_gone" });

/** The handlers of accounts. */
export function accountsHandlers(parts: AccountsParts): readonly Handled[] {
  return [
    ...[loginHandler(parts), refreshHandler(parts), logoutHandler(parts)],
    ...[stepUpHandler(parts), moveHandler(parts), meHandler(parts)],
    ...peopleHandlers(parts),
    ...sessionsHandlers(parts),
    ...secondFactorHandlers(parts),
    ...integrationsHandlers(parts),
    ...placesHandlers(parts),
    ...setupHandlers(parts),
  ];
}

function loginHandler(parts: AccountsParts): Handled {
  return handle(login, async ({ body, request, requestId }) => {
    const { address } = request;
    const session = await signIn(parts, { ...body, address, requestId, route: login.name });
    if (session === "busy") return BUSY;
    if (session === "second_factor") return problem(401, "second_factor_needed");
    return session === "failed" ? problem(401, "sign_in_failed") : sessionReply(session, parts.csrf);
  });
}

function refreshHandler(parts: AccountsParts): Handled {
  return handle(refresh, async ({ cookies }) => {
    const token = cookies["__Host-refresh"] ?? "";
    const session = token === "" ? "failed" : await renewSession(parts, token);
    if (session === "away") return AWAY;
    if (session === "failed") return { status: 401, problem: "session_ended", headers: NO_COOKIES } as const;
    return sessionReply(session, parts.csrf);
  });
}

function logoutHandler(parts: AccountsParts): Handled {
  return handle(logout, async ({ cookies }) => {
    await endByToken(parts, cookies["__Host-refresh"] ?? "");
    return noContent(NO_COOKIES);
  });
}

function stepUpHandler(parts: AccountsParts): Handled {
  return handle(stepUpSession, async ({ caller, body, requestId }) => {
    const account = await accountOf(parts, caller);
    if (account === undefined) return GONE;
    const proven = await proveAgain(parts, account, body);
    if (proven === "busy") return BUSY;
    await tellStepUp(parts, account, { succeeded: proven.startsWith("aal"), requestId });
    if (proven === "second_factor") return problem(403, "second_factor_needed");
    if (proven === "failed") return problem(403, "step_up_failed");
    const session = await strengthen(parts, sessionOf(caller), proven);
    return session === undefined ? problem(401, "session_ended") : sessionReply(session, parts.csrf);
  });
}

function moveHandler(parts: AccountsParts): Handled {
  return handle(moveSession, async ({ caller, body }) => {
    const session = await moveTo(parts, { sessionId: sessionOf(caller), staffId: caller.id, ...body });
    return session === undefined ? problem(404, "location_unknown") : sessionReply(session, parts.csrf);
  });
}

function meHandler(parts: AccountsParts): Handled {
  return handle(me, async ({ caller }) => {
    const { db, secondFactors } = parts;
    const account = await accountOf(parts, caller);
    if (account === undefined) return GONE;
    const { id, name, role, locationId } = account;
    const [locations, stations, secondFactor] = await Promise.all([
      workplacesOf(db, id),
      stationsOf(db, account),
      secondFactors.isSet(id),
    ]);
    const signedInBy = caller.claims["acr"] === "aal2" ? "aal2" : "aal1";
    return ok({
      id,
      name,
      role,
      locationId,
      locations: [...locations],
      stations: [...stations],
      signedInBy,
      secondFactor,
    });
  });
}

function accountOf({ db }: AccountsParts, caller: Caller): Promise<StaffAccount | undefined> {
  return accountAt(db, { staffId: caller.id, locationId: locationOf(caller) });
}

function sessionOf({ claims }: Caller): string {
  return typeof claims["sid"] === "string" ? claims["sid"] : "";
}

function tellStepUp(
  { db }: AccountsParts,
  { id, locationId }: StaffAccount,
  { succeeded, requestId }: { readonly succeeded: boolean; readonly requestId: string },
): Promise<void> {
  const action = succeeded ? "step_up.succeeded" : "step_up.failed";
  const actor = { kind: "staff", id } as const;
  return audit(db, { actor, action, entity: "staff", entityId: id, locationId, requestId });
}
