/** Contracts of the second factor: an authenticator app (RFC 6238), set up and taken away by its owner. */
import { contract, nothing, problems } from "cloche";
import { z } from "zod";
import { Code, PEOPLE, Session } from "./auth.js";
import { may, SIGN_INS } from "./staff.js";

const LIMIT = "10 per 15 minutes by caller";

export const beginSecondFactor = contract({
  method: "POST",
  path: "/api/v1/auth/second-factor",
  summary: "Get a secret for the authenticator app; it counts once it is confirmed",
  tags: ["sign-in"],
  allow: SIGN_INS.recent,
  via: PEOPLE,
  limit: LIMIT,
  returns: {
    200: z.object({
      secret: z.string().meta({ description: "Base32, to be typed in." }),
      uri: z.string().meta({ description: "To be shown as a QR code." }),
    }),
    409: problems({ second_factor_set: "There is one already; remove it first." }),
  },
});

export const confirmSecondFactor = contract({
  method: "POST",
  path: "/api/v1/auth/second-factor/confirm",
  summary: "Confirm the authenticator app with its first code",
  tags: ["sign-in"],
  allow: SIGN_INS.recent,
  via: PEOPLE,
  body: z.object({ code: Code }),
  limit: LIMIT,
  returns: {
    200: Session,
    401: problems({ session_ended: "The session has ended; sign in again." }),
    403: problems({ code_wrong: "The app shows another code. Is its clock right?" }),
  },
});

export const removeSecondFactor = contract({
  method: "DELETE",
  path: "/api/v1/auth/second-factor",
  summary: "Do without the authenticator app again",
  tags: ["sign-in"],
  allow: SIGN_INS.strong,
  via: PEOPLE,
  limit: LIMIT,
  returns: { 204: nothing() },
});

export const newRecoveryCodes = contract({
  method: "POST",
  path: "/api/v1/auth/second-factor/recovery-codes",
  summary: "Get ten codes for the day the app is lost; they are shown once, and those before end",
  tags: ["sign-in"],
  allow: SIGN_INS.strong,
  via: PEOPLE,
  limit: LIMIT,
  returns: { 201: z.object({ codes: z.array(z.string()) }) },
});

export const resetSecondFactor = contract({
  method: "POST",
  path: "/api/v1/staff/{id}/second-factor/reset",
  summary: "Take a lost authenticator app from somebody of this location, and sign them out everywhere",
  tags: ["staff"],
  allow: may("resetSecondFactors"),
  via: PEOPLE,
  params: z.object({ id: z.uuid() }),
  limit: LIMIT,
  returns: { 204: nothing(), 404: problems({ staff_unknown: "Nobody here has this id." }) },
});
