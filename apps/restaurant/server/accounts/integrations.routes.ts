/** The routes of integrations' keys. */
import { type Caller, created, type Handled, handle, noContent, ok, problem } from "cloche";
import type { IssuedApiKey } from "cloche/jwt";
import { createKey, listKeys, locationOf, revokeKey, rotateKey, whichKey } from "../../contracts/index.js";
import { audit } from "../platform/index.js";
import type { AccountsParts } from "./accounts.service.js";
import { ownerOf } from "./api-keys.js";

/** How long a key that has a successor is still good. */
const OVERLAP = "1 day";

/** The handlers of integrations' keys. */
export function integrationsHandlers(parts: AccountsParts): readonly Handled[] {
  return [listHandler(parts), createHandler(parts), rotateHandler(parts), revokeHandler(parts), whichHandler()];
}

const at = (milliseconds: number) => new Date(milliseconds).toISOString();

function listHandler({ apiKeys }: AccountsParts): Handled {
  return handle(listKeys, async ({ caller }) => {
    const keys = await apiKeys.list(ownerOf(locationOf(caller)));
    return ok({
      keys: keys.map(({ keyId, label, scopes, createdAt, expiresAt, lastUsedAt, revokedAt }) => ({
        id: keyId,
        label: label ?? "",
        scopes: [...scopes],
        createdAt: at(createdAt),
        expiresAt: expiresAt === undefined ? null : at(expiresAt),
        lastUsedAt: lastUsedAt === undefined ? null : at(lastUsedAt),
        revoked: revokedAt !== undefined,
      })),
    });
  });
}

function createHandler(parts: AccountsParts): Handled {
  return handle(createKey, async ({ caller, body, requestId }) => {
    const location = locationOf(caller);
    const { label, scopes, days } = body;
    const request = { owner: ownerOf(location), label, scopes, claims: { location }, lifetime: `${days} days` };
    const made = await parts.apiKeys.create(request);
    await tell(parts, caller, { action: "api_key.created", entityId: made.keyId, requestId });
    return created(shown(made));
  });
}

function rotateHandler(parts: AccountsParts): Handled {
  return handle(rotateKey, async ({ caller, params, requestId }) => {
    const made = await parts.apiKeys.rotate(params.id, { overlap: OVERLAP, owner: ownerOf(locationOf(caller)) });
    if (made === undefined) return problem(404, "key_unknown");
    await tell(parts, caller, { action: "api_key.rotated", entityId: params.id, requestId });
    return created(shown(made));
  });
}

function revokeHandler(parts: AccountsParts): Handled {
  return handle(revokeKey, async ({ caller, params, requestId }) => {
    const ended = await parts.apiKeys.revoke(params.id, ownerOf(locationOf(caller)));
    if (!ended) return problem(404, "key_unknown");
    await tell(parts, caller, { action: "api_key.revoked", entityId: params.id, requestId });
    return noContent();
  });
}

function whichHandler(): Handled {
  return handle(whichKey, ({ caller }) => {
    const id = typeof caller.claims["key_id"] === "string" ? caller.claims["key_id"] : "";
    return ok({ id, locationId: locationOf(caller), scopes: [...caller.scopes] });
  });
}

function shown({ key, keyId, expiresAt }: IssuedApiKey) {
  return { key, id: keyId, expiresAt: at(expiresAt ?? 0) };
}

interface Told {
  readonly action: string;
  readonly entityId: string;
  readonly requestId: string;
}

function tell({ db }: AccountsParts, caller: Caller, { action, entityId, requestId }: Told): Promise<void> {
  const actor = { kind: "staff", id: caller.id } as const;
  return audit(db, { actor, action, entity: "api_key", entityId, locationId: locationOf(caller), requestId });
}
