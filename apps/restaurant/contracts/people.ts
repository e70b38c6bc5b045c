/** Contracts of who works at a place: list, take on, change, let go; and of passwords. */
import { contract, nothing, problems, signedIn } from "cloche";
import { emailAddress, plainText } from "cloche/sanitize";
import { z } from "zod";
import { PEOPLE } from "./auth.js";
import { may, STAFF_ROLES } from "./staff.js";

const At = z.object({ id: z.uuid() });
const Somebody = At.extend({ staffId: z.uuid() });
const LIMIT = "60 per 15 minutes by caller";

const Described = z.object({
  name: plainText(80, { min: 1 }),
  role: z.enum(STAFF_ROLES),
  stationIds: z.array(z.uuid()).max(20).meta({ description: "Where a chef works; of others it says nothing." }),
});

export const StaffMember = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.enum(STAFF_ROLES),
  stationIds: z.array(z.uuid()),
  secondFactor: z.boolean(),
});
export type StaffMember = z.infer<typeof StaffMember>;

const InitialPassword = z
  .string()
  .nullable()
  .meta({ description: "Shown once, to be handed over; null for somebody who signs in already." });

const base = { tags: ["staff"], via: PEOPLE, limit: LIMIT } as const;
const UNKNOWN = problems({ staff_unknown: "Nobody here has this id." });
const UNFIT = problems({ station_unknown: "The place has no such station." });
const STAYS = problems({
  not_yourself: "Somebody else has to do that to you.",
  last_owner: "A place needs an owner.",
});

export const listStaff = contract({
  ...base,
  method: "GET",
  path: "/api/v1/locations/{id}/staff",
  summary: "Who works at a place",
  allow: may("seeStaff"),
  params: At,
  returns: { 200: z.object({ staff: z.array(StaffMember) }) },
});

export const addStaff = contract({
  ...base,
  method: "POST",
  path: "/api/v1/locations/{id}/staff",
  summary: "Take somebody on; who has an account already keeps name and password",
  allow: may("manageStaff"),
  params: At,
  body: Described.extend({ email: emailAddress(), stationIds: Described.shape.stationIds.default([]) }),
  returns: {
    201: z.object({ member: StaffMember, initialPassword: InitialPassword }),
    409: problems({ works_here: "They work here already." }),
    422: UNFIT,
  },
});

export const changeStaff = contract({
  ...base,
  method: "PATCH",
  path: "/api/v1/locations/{id}/staff/{staffId}",
  summary: "Change what somebody is at a place; another role signs them out everywhere",
  allow: may("manageStaff"),
  params: Somebody,
  body: Described.partial(),
  returns: { 200: StaffMember, 404: UNKNOWN, 409: STAYS, 422: UNFIT },
});

export const removeStaff = contract({
  ...base,
  method: "DELETE",
  path: "/api/v1/locations/{id}/staff/{staffId}",
  summary: "Let somebody go: they work here no more, and are signed out everywhere",
  allow: may("manageStaff"),
  params: Somebody,
  returns: { 204: nothing(), 404: UNKNOWN, 409: STAYS },
});

export const resetPassword = contract({
  ...base,
  method: "POST",
  path: "/api/v1/locations/{id}/staff/{staffId}/password",
  summary: "Give somebody a new initial password, and sign them out everywhere",
  allow: may("manageStaff"),
  params: Somebody,
  returns: { 200: z.object({ initialPassword: z.string() }), 404: UNKNOWN, 409: STAYS },
});

export const changePassword = contract({
  method: "POST",
  path: "/api/v1/auth/password",
  summary: "Change my password; every session of mine ends, this one too",
  tags: ["sign-in"],
  allow: signedIn(),
  via: PEOPLE,
  body: z.object({ current: z.string().min(1).max(200), next: z.string().min(12).max(200) }),
  limit: "10 per 15 minutes by caller",
  returns: { 204: nothing(), 403: problems({ password_wrong: "That is not the password." }) },
});
