/** Contracts of sessions: where somebody is signed in, and how that ends before its time. */
import { contract, nothing, problems, signedIn } from "cloche";
import { z } from "zod";
import { PEOPLE } from "./auth.js";
import { may } from "./staff.js";

const LIMIT = "60 per 15 minutes by caller";
const UNKNOWN = problems({ session_unknown: "There is no such session." });

export const listSessions = contract({
  method: "GET",
  path: "/api/v1/auth/sessions",
  summary: "Where I am signed in",
  tags: ["sign-in"],
  allow: signedIn(),
  via: PEOPLE,
  limit: LIMIT,
  returns: {
    200: z.object({
      sessions: z.array(
        z.object({
          id: z.string(),
          device: z.string().nullable(),
          current: z.boolean(),
          createdAt: z.iso.datetime(),
          lastUsedAt: z.iso.datetime(),
          expiresAt: z.iso.datetime(),
        }),
      ),
    }),
  },
});

export const endSession = contract({
  method: "DELETE",
  path: "/api/v1/auth/sessions/{id}",
  summary: "Sign one device of mine out",
  tags: ["sign-in"],
  allow: signedIn(),
  via: PEOPLE,
  params: z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{22}$/) }),
  limit: LIMIT,
  returns: { 204: nothing(), 404: UNKNOWN },
});

export const endAllSessions = contract({
  method: "POST",
  path: "/api/v1/auth/sessions/end-all",
  summary: "Sign me out everywhere, here too",
  tags: ["sign-in"],
  allow: signedIn(),
  via: PEOPLE,
  limit: LIMIT,
  returns: { 204: nothing() },
});

export const signStaffOut = contract({
  method: "POST",
  path: "/api/v1/staff/{id}/sign-out",
  summary: "Sign somebody of this location out everywhere",
  tags: ["staff"],
  allow: may("manageStaff"),
  via: PEOPLE,
  params: z.object({ id: z.uuid() }),
  limit: LIMIT,
  returns: { 204: nothing(), 404: problems({ staff_unknown: "Nobody here has this id." }) },
});
