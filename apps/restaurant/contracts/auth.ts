/** Contracts of sign-in: with which credential a session is carried, and how strongly it began. */
import { anyone, contract, nothing, problems, signedIn } from "cloche";
import { plainText } from "cloche/sanitize";
import { z } from "zod";
import { ACR, STAFF_ROLES } from "./staff.js";

/** The sources of people, as against integrations. */
export const PEOPLE = ["bearer", "cookie"] as const;

/** The form an address is compared and counted in. PostgreSQL has no NUL in a text, so such an address is nobody's. */
export function normalEmail(email: string): string {
  return email.includes("\0") ? "" : email.normalize("NFC").trim().toLowerCase();
}

/** Six digits of an authenticator app (RFC 6238). */
export const Code = z.string().regex(/^\d{6}$/);

/** One of the codes that were kept for the day the app is lost. */
const RecoveryCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){2}$/);
const SecondProof = z
  .union([Code, RecoveryCode])
  .meta({ description: "Six digits of the authenticator app, or a recovery code." });

/** With `carry: "cookie"` there is no token in the answer: scripts of the page never hold one. */
export const Session = z.object({
  accessToken: z.string().optional(),
  tokenType: z.enum(["Bearer", "Cookie"]),
  expiresIn: z.int().meta({ description: "Seconds." }),
});
const SESSION_ENDED = problems({ session_ended: "The session has ended; sign in again." });
const RefreshCookie = z.object({ "__Host-refresh": z.string().max(512).optional() });

export const login = contract({
  method: "POST",
  path: "/api/v1/auth/login",
  summary: "Sign in",
  tags: ["sign-in"],
  allow: anyone("signing in is how a caller becomes known"),
  body: z.object({
    email: z.string().min(3).max(254).transform(normalEmail),
    password: z.string().min(1).max(200),
    code: SecondProof.optional(),
    carry: z.enum(["bearer", "cookie"]).default("bearer"),
    device: plainText(60).optional().meta({ description: "What its user knows the device by." }),
  }),
  limit: [
    "20 per hour by address",
    // One account at one address: whoever guesses elsewhere keeps nobody out of it. Who signs in has the whole count
    // again. Guesses from many addresses wait longer each time (`sign-in-pace`), and so does the owner meanwhile.
    {
      quota: 5,
      window: "15 minutes",
      by: ["address", "body:email"],
      forgetOnSuccess: true,
      name: "sign-in-account",
    },
  ],
  returns: {
    200: Session,
    401: problems({
      sign_in_failed: "The e-mail address and password do not belong together.",
      second_factor_needed: "Give the six digits of the authenticator app as well.",
    }),
  },
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

export const stepUpSession = contract({
  method: "POST",
  path: "/api/v1/auth/step-up",
  summary: "Prove again who is there; good for five minutes",
  tags: ["sign-in"],
  allow: signedIn(),
  via: PEOPLE,
  body: z
    .object({ password: z.string().min(1).max(200).optional(), code: SecondProof.optional() })
    .refine(({ password, code }) => (password === undefined) !== (code === undefined), "Give the password or a code."),
  limit: "10 per 15 minutes by caller",
  returns: {
    200: Session,
    401: SESSION_ENDED,
    403: problems({
      step_up_failed: "That does not prove who is there.",
      second_factor_needed: "Give the six digits of the authenticator app.",
    }),
  },
});

export const moveSession = contract({
  method: "POST",
  path: "/api/v1/auth/location",
  summary: "Go on at another location one works at",
  tags: ["sign-in"],
  allow: signedIn(),
  via: PEOPLE,
  body: z.object({ locationId: z.uuid() }),
  limit: "60 per 15 minutes by caller",
  returns: { 200: Session, 401: SESSION_ENDED, 404: problems({ location_unknown: "There is no such location." }) },
});

export const me = contract({
  method: "GET",
  path: "/api/v1/me",
  summary: "Who am I",
  tags: ["sign-in"],
  allow: signedIn(),
  via: PEOPLE,
  limit: "120 per minute by caller",
  returns: {
    200: z.object({
      id: z.uuid(),
      name: z.string(),
      role: z.enum(STAFF_ROLES),
      locationId: z.uuid(),
      locations: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          slug: z.string(),
          role: z.enum(STAFF_ROLES),
          timezone: z.string().meta({ description: "Whose times the place's pages show." }),
        }),
      ),
      stations: z.array(z.object({ id: z.uuid(), name: z.string() })),
      signedInBy: z.enum([ACR.password, ACR.secondFactor]),
      secondFactor: z.boolean().meta({ description: "Whether an authenticator app is set up." }),
    }),
  },
});
