/** Hands a session out by the one way it is carried, and takes it back. */
import { hostCookie, ok, type ReplyHeaders } from "cloche";
import { type CsrfTokens, csrfSession, tokenCookie } from "cloche/jwt";
import { ACCESS_COOKIE, ACCESS_SECONDS } from "./access-tokens.js";
import type { Session } from "./staff-sessions.js";

const REFRESH = "refresh";
const access = tokenCookie({ cookie: ACCESS_COOKIE, maxAge: ACCESS_SECONDS, sameSite: "Lax" });

/** Takes back whatever a browser holds. */
export const NO_COOKIES: ReplyHeaders = {
  "set-cookie": [
    hostCookie(REFRESH, "", { maxAgeSeconds: 0 }),
    access.clear(),
    "__Host-csrf=; Path=/; Max-Age=0; Secure; SameSite=Strict",
  ],
};

/** The answer to a sign-in, a refresh or a step-up. A cookie's session shows its token to no script. */
export function sessionReply({ carried, sessionId, accessToken, expiresIn, refresh }: Session, csrf: CsrfTokens) {
  const renewed = refresh === undefined ? [] : [hostCookie(REFRESH, refresh.token, { maxAgeSeconds: refresh.seconds })];
  if (carried === "bearer") {
    return ok({ accessToken, tokenType: "Bearer" as const, expiresIn }, headersWith(renewed));
  }
  const proof = csrf.cookie(csrf.issue(csrfSession({ id: "", claims: { sid: sessionId } })));
  return ok({ tokenType: "Cookie" as const, expiresIn }, headersWith([...renewed, access.set(accessToken), proof]));
}

function headersWith(cookies: readonly string[]): ReplyHeaders {
  return { ...(cookies.length === 0 ? {} : { "set-cookie": cookies }), "cache-control": "no-store" };
}
