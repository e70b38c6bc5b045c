/** The routes of the second factor. */
import { type Caller, created, type Handled, handle, noContent, ok, problem } from "cloche";
import {
  ACR,
  beginSecondFactor,
  confirmSecondFactor,
  locationOf,
  newRecoveryCodes,
  removeSecondFactor,
  resetSecondFactor,
} from "../../contracts/index.js";
import { audit } from "../platform/index.js";
import type { AccountsParts } from "./accounts.service.js";
import { accountAt } from "./accounts.store.js";
import { sessionReply } from "./session-reply.js";
import { endAllOf, strengthen } from "./staff-sessions.js";
import { base32, totpUri } from "./totp.js";

/** What apps show above the code. */
const ISSUER = "Restaurant";

/** The handlers of the second factor. */
export function secondFactorHandlers(parts: AccountsParts): readonly Handled[] {
  return [beginHandler(parts), confirmHandler(parts), removeHandler(parts), codesHandler(parts), resetHandler(parts)];
}

function beginHandler({ db, secondFactors }: AccountsParts): Handled {
  return handle(beginSecondFactor, async ({ caller }) => {
    const secret = await secondFactors.begin(caller.id);
    if (secret === undefined) return problem(409, "second_factor_set");
    const account = await accountAt(db, { staffId: caller.id, locationId: locationOf(caller) });
    return ok({ secret: base32(secret), uri: totpUri({ secret, account: account?.name ?? "staff", issuer: ISSUER }) });
  });
}

function confirmHandler(parts: AccountsParts): Handled {
  return handle(confirmSecondFactor, async ({ caller, body, requestId }) => {
    if (!(await parts.secondFactors.check(caller.id, body.code))) return problem(403, "code_wrong");
    await tell(parts, caller, { action: "second_factor.set", requestId });
    const session = await strengthen(parts, String(caller.claims["sid"]), ACR.secondFactor);
    return session === undefined ? problem(401, "session_ended") : sessionReply(session, parts.csrf);
  });
}

function removeHandler(parts: AccountsParts): Handled {
  return handle(removeSecondFactor, async ({ caller, requestId }) => {
    await parts.secondFactors.remove(caller.id);
    await tell(parts, caller, { action: "second_factor.removed", requestId });
    return noContent();
  });
}

function codesHandler(parts: AccountsParts): Handled {
  return handle(newRecoveryCodes, async ({ caller, requestId }) => {
    const codes = await parts.secondFactors.newRecoveryCodes(caller.id);
    await tell(parts, caller, { action: "recovery_codes.made", requestId });
    return created({ codes: [...codes] }, { "cache-control": "no-store" });
  });
}

/** Whoever has lost the app signs in by password again and sets a new one up; whoever holds the old one is out. */
function resetHandler(parts: AccountsParts): Handled {
  return handle(resetSecondFactor, async ({ caller, params, requestId }) => {
    const target = await accountAt(parts.db, { staffId: params.id, locationId: locationOf(caller) });
    if (target === undefined) return problem(404, "staff_unknown");
    await parts.secondFactors.remove(target.id);
    await endAllOf(parts, target.id);
    await tell(parts, caller, { action: "second_factor.reset", requestId, about: target.id });
    return noContent();
  });
}

function tell({ db }: AccountsParts, caller: Caller, { action, requestId, about = caller.id }: Told): Promise<void> {
  const actor = { kind: "staff", id: caller.id } as const;
  const locationId = locationOf(caller);
  return audit(db, { actor, action, entity: "staff", entityId: about, locationId, requestId });
}

interface Told {
  readonly action: string;
  readonly requestId: string;
  /** Whom it is about; the caller, unless said. */
  readonly about?: string;
}
