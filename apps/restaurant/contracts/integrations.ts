/** Contracts of integrations: keys for programs that act for one location. */
import { any, contract, nothing, problems, scope } from "cloche";
import { plainText } from "cloche/sanitize";
import { z } from "zod";
import { PEOPLE } from "./auth.js";
import { INTEGRATION_SCOPES, may } from "./staff.js";

const TAGS = ["integrations"];
const LIMIT = "60 per 15 minutes by caller";
const KeyId = z.object({ id: z.string().regex(/^[0-9A-Za-z]{16}$/) });
const UNKNOWN = problems({ key_unknown: "There is no such key that is still good." });

/** The only time a key's text can be seen. */
const NewKey = z.object({ key: z.string(), id: z.string(), expiresAt: z.iso.datetime() });

export const listKeys = contract({
  method: "GET",
  path: "/api/v1/integrations/keys",
  summary: "The keys of this location's integrations",
  tags: TAGS,
  allow: may("manageKeys"),
  via: PEOPLE,
  limit: LIMIT,
  returns: {
    200: z.object({
      keys: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          scopes: z.array(z.string()),
          createdAt: z.iso.datetime(),
          expiresAt: z.iso.datetime().nullable(),
          lastUsedAt: z.iso.datetime().nullable(),
          revoked: z.boolean(),
        }),
      ),
    }),
  },
});

export const createKey = contract({
  method: "POST",
  path: "/api/v1/integrations/keys",
  summary: "Make a key for an integration",
  tags: TAGS,
  allow: may("manageKeys"),
  via: PEOPLE,
  body: z.object({
    label: plainText(80).pipe(z.string().min(1)),
    scopes: z.array(z.enum(INTEGRATION_SCOPES)).min(1).max(INTEGRATION_SCOPES.length),
    days: z.int().min(1).max(365).default(90),
  }),
  limit: LIMIT,
  returns: { 201: NewKey },
});

export const rotateKey = contract({
  method: "POST",
  path: "/api/v1/integrations/keys/{id}/rotate",
  summary: "Make a key's successor; the old one ends in a day",
  tags: TAGS,
  allow: may("manageKeys"),
  via: PEOPLE,
  params: KeyId,
  limit: LIMIT,
  returns: { 201: NewKey, 404: UNKNOWN },
});

export const revokeKey = contract({
  method: "DELETE",
  path: "/api/v1/integrations/keys/{id}",
  summary: "End a key at once",
  tags: TAGS,
  allow: may("manageKeys"),
  via: PEOPLE,
  params: KeyId,
  limit: LIMIT,
  returns: { 204: nothing(), 404: UNKNOWN },
});

const [first, ...others] = INTEGRATION_SCOPES;

export const whichKey = contract({
  method: "GET",
  path: "/api/v1/integrations/self",
  summary: "What the key that asks may do",
  tags: TAGS,
  allow: any(scope(first), ...others.map((one) => scope(one))),
  via: ["api-key"],
  limit: LIMIT,
  returns: { 200: z.object({ id: z.string(), locationId: z.uuid(), scopes: z.array(z.string()) }) },
});
