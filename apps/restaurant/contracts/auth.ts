/** Contracts of sign-in. */
import { anyone, contract, nothing, problems, signedIn } from "cloche";
import { z } from "zod";
import { STAFF_ROLES } from "./staff.js";

const Session = z.object({
  accessToken: z.string(),
  tokenType: z.literal("Bearer"),
  expiresIn: z.int().meta({ description: "Seconds." }),
});
const SIGN_IN_FAILED = problems({ sign_in_failed: "The e-mail address and password do not belong together." });
const SESSION_ENDED = problems({ session_ended: "The session has ended; sign in again." });
const RefreshCookie = z.object({ "__Host-refresh": z.string().max(512).optional() });

export const login = contract({
  method: "POST",
  path: "/api/v1/auth/login",
  summary: "Sign in",
  tags: ["sign-in"],
  allow: anyone("signing in is how a caller becomes known"),
  body: z.object({ email: z.string().min(3).max(254), password: z.string().min(1).max(200) }),
  limit: "20 per 15 minutes by address",
  returns: { 200: Session, 401: SIGN_IN_FAILED },
});

export const refresh = contract({
  method: "POST",
  path: "/api/v1/auth/refresh",
  summary: "Get a new access token with the refresh cookie",
  tags: ["sign-in"],
  allow: anyone("the refresh cookie is the credential, and its route checks it"),
  cookies: RefreshCookie,
  limit: "120 per 15 minutes by address",
  returns: { 200: Session, 401: SESSION_ENDED },
});

export const logout = contract({
  method: "POST",
  path: "/api/v1/auth/logout",
  summary: "End the session",
  tags: ["sign-in"],
  allow: anyone("ending a session needs nothing but the session"),
  cookies: RefreshCookie,
  limit: "120 per 15 minutes by address",
  returns: { 204: nothing() },
});

export const me = contract({
  method: "GET",
  path: "/api/v1/me",
  summary: "Who am I",
  tags: ["sign-in"],
  allow: signedIn(),
  limit: "120 per minute by caller",
  returns: {
    200: z.object({
      id: z.uuid(),
      name: z.string(),
      role: z.enum(STAFF_ROLES),
      stations: z.array(z.object({ id: z.uuid(), name: z.string() })),
    }),
  },
});
