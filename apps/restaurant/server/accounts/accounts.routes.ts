/** The routes of sign-in. */
import { type Handled, handle, hostCookie, noContent, ok, problem, refuse } from "cloche";
import { login, logout, me, refresh } from "../../contracts/index.js";
import { type AccountsParts, renew, type Session, signIn } from "./accounts.service.js";
import { accountById, stationsOf } from "./accounts.store.js";
import { setupHandlers } from "./setup.js";

const COOKIE = "refresh";
const NO_COOKIE = { "set-cookie": hostCookie(COOKIE, "", { maxAgeSeconds: 0 }) };
const BUSY = refuse("store_unavailable", { reason: "sign_in_busy", headers: [["retry-after", "2"]] });
const AWAY = refuse("store_unavailable", { reason: "sessions_away", headers: [["retry-after", "2"]] });

/** The handlers of sign-in and of the set-up. */
export function accountsHandlers(parts: AccountsParts): readonly Handled[] {
  return [loginHandler(parts), refreshHandler(parts), logoutHandler(parts), meHandler(parts), ...setupHandlers(parts)];
}

function loginHandler(parts: AccountsParts): Handled {
  return handle(login, async ({ body, requestId }) => {
    const session = await signIn(parts, { ...body, requestId, route: login.name });
    if (session === "busy") return BUSY;
    return typeof session === "string" ? problem(401, "sign_in_failed") : sessionReply(session);
  });
}

function refreshHandler(parts: AccountsParts): Handled {
  return handle(refresh, async ({ cookies }) => {
    const token = cookies["__Host-refresh"] ?? "";
    const session = token === "" ? "failed" : await renew(parts, token);
    if (session === "away") return AWAY;
    if (typeof session === "string") return { status: 401, problem: "session_ended", headers: NO_COOKIE } as const;
    return sessionReply(session);
  });
}

function logoutHandler({ refreshTokens }: AccountsParts): Handled {
  return handle(logout, async ({ cookies }) => {
    await refreshTokens.revoke(cookies["__Host-refresh"] ?? "");
    return noContent(NO_COOKIE);
  });
}

function meHandler({ db }: AccountsParts): Handled {
  return handle(me, async ({ caller }) => {
    const account = await accountById(db, caller.id);
    // The token outlives its account by minutes at most; here it shows.
    if (account === undefined) return refuse("token_invalid", { reason: "account_gone" });
    const { id, name, role } = account;
    return ok({ id, name, role, stations: [...(await stationsOf(db, account))] });
  });
}

function sessionReply({ accessToken, expiresIn, refreshToken, refreshSeconds }: Session) {
  const cookie = hostCookie(COOKIE, refreshToken, { maxAgeSeconds: refreshSeconds });
  return ok(
    { accessToken, tokenType: "Bearer" as const, expiresIn },
    { "set-cookie": cookie, "cache-control": "no-store" },
  );
}
