/** Hands a customer's session out in cookies that no script reads, and takes it back. */
import { hostCookie, ok, type ReplyHeaders } from "cloche";
import { type CsrfTokens, csrfSession, tokenCookie } from "cloche/jwt";
import type { CustomerSession } from "./customer-sessions.js";
import { ACCESS_COOKIE, ACCESS_SECONDS } from "./customer-tokens.js";

const REFRESH = "customer-refresh";
const access = tokenCookie({ cookie: ACCESS_COOKIE, maxAge: ACCESS_SECONDS });

/** Takes back what a browser holds. The proof against other sites' pages may by now be of a session of staff's. */
export const NO_COOKIES: ReplyHeaders = {
  "set-cookie": [hostCookie(REFRESH, "", { maxAgeSeconds: 0 }), access.clear()],
};

/** The answer to a sign-in or a refresh. */
export function sessionReply({ sessionId, accessToken, expiresIn, refresh }: CustomerSession, csrf: CsrfTokens) {
  const proof = csrf.cookie(csrf.issue(csrfSession({ id: "", claims: { sid: sessionId } })));
  const renewed = hostCookie(REFRESH, refresh.token, { maxAgeSeconds: refresh.seconds });
  return ok({ expiresIn }, { "set-cookie": [renewed, access.set(accessToken), proof], "cache-control": "no-store" });
}
