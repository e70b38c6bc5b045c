/** The routes of the partners' keys. */
import { type Handled, handle, ok, problem } from "cloche";
import { listPartnerKeys, type PartnerKeyName, takeBackPartnerKey, writePartnerKey } from "../../contracts/index.js";
import { ownsHouse } from "../access/index.js";
import { takeBack, writeKey } from "./change-keys.js";
import type { PartnerKeysDeps } from "./deps.js";
import { keyFault } from "./key-faults.js";
import { showKey, showKeys } from "./show-keys.js";

/** The handlers. */
export function partnerKeysHandlers(deps: PartnerKeysDeps): readonly Handled[] {
  return [listHandler(deps), writeHandler(deps), takeBackHandler(deps)];
}

const NOT_THE_HOUSES = () => problem(403, "not_the_houses_owner");

function listHandler(deps: PartnerKeysDeps): Handled {
  return handle(listPartnerKeys, async ({ caller }) =>
    (await ownsHouse(deps.db, caller.id)) ? ok(await showKeys(deps)) : NOT_THE_HOUSES(),
  );
}

function writeHandler(deps: PartnerKeysDeps): Handled {
  return handle(writePartnerKey, async ({ caller, params, body, requestId }) => {
    const { name, location } = params;
    const { value: text, replaces, tryIt } = body;
    if (!(await ownsHouse(deps.db, caller.id))) return NOT_THE_HOUSES();
    const fault = await keyFault(deps, { name, text, tryIt });
    if (fault === "partner_away") return problem(503, fault);
    if (fault === "key_untryable") return problem(409, fault);
    if (fault !== undefined) return problem(422, fault);
    const by = { staffId: caller.id, locationId: location, requestId };
    const refused = await writeKey(deps, { name, text, replaces, tried: tryIt, by });
    return refused === undefined ? inForce(deps, name) : problem(409, refused);
  });
}

function takeBackHandler(deps: PartnerKeysDeps): Handled {
  return handle(takeBackPartnerKey, async ({ caller, params, requestId }) => {
    const { name, location, version } = params;
    if (!(await ownsHouse(deps.db, caller.id))) return NOT_THE_HOUSES();
    const by = { staffId: caller.id, locationId: location, requestId };
    const wasThere = await takeBack(deps, { name, version, by });
    return wasThere ? inForce(deps, name) : problem(404, "version_unknown");
  });
}

async function inForce(deps: PartnerKeysDeps, name: PartnerKeyName) {
  await deps.load();
  return ok(await showKey(deps, name));
}
