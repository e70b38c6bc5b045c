/** The route by which a house gets another place. */
import { created, extendedProblem, type Handled, handle, problem } from "cloche";
import type { Kysely, Transaction } from "kysely";
import { type MadePlace, makePlace, type NewPlace } from "../../contracts/index.js";
import { houseOwners } from "../access/index.js";
import { audit, type Database, inIdempotentTransaction } from "../platform/index.js";
import type { AccountsParts } from "./accounts.service.js";
import { newPlace } from "./new-place.js";

const TAKEN = { path: "/slug", in: "body", code: "taken", reason: "Another place has this address." } as const;

/** The handlers of places. */
export function placesHandlers({ db, clock }: Pick<AccountsParts, "db" | "clock">): readonly Handled[] {
  return [
    handle(makePlace, async ({ caller, body, idempotency, requestId }) => {
      const once = await inIdempotentTransaction<MadePlace, Refused>(
        { db, idempotency, clock },
        {
          async run(trx) {
            const made = await make(trx, { body, staffId: caller.id, requestId });
            return typeof made === "string" ? { refused: made } : { status: 201, resourceId: made.id };
          },
          render: readPlace,
        },
      );
      if (once.outcome === "running") return problem(409, "idempotency_running");
      if (once.outcome === "mismatch") return problem(422, "idempotency_mismatch");
      if (once.outcome !== "refused") return created(once.body);
      if (once.refused === "not_the_houses_owner") return problem(403, once.refused);
      return extendedProblem(409, once.refused, { errors: [TAKEN] });
    }),
  ];
}

type Refused = "not_the_houses_owner" | "slug_taken";

interface Making {
  readonly body: NewPlace;
  readonly staffId: string;
  readonly requestId: string;
}

/** Whoever owns the house goes on to own it: else one of two owners could take what is the house's from the other. */
async function make(
  trx: Transaction<Database>,
  { body, staffId, requestId }: Making,
): Promise<{ readonly id: string } | Refused> {
  const owners = await houseOwners(trx);
  if (!owners.includes(staffId)) return "not_the_houses_owner";
  const { businessDayStarts, ...about } = body;
  const place = { ...about, business_day_starts: businessDayStarts, order_types: [] };
  const id = await newPlace(trx, { place, sampleMenu: false });
  if (id === undefined) return "slug_taken";
  const rows = owners.map((owner) => ({ staff_id: owner, location_id: id, role: "owner" as const }));
  await trx.insertInto("membership").values(rows).execute();
  const actor = { kind: "staff", id: staffId } as const;
  const made = { entity: "location", entityId: id, locationId: id, detail: { slug: body.slug } };
  await audit(trx, { actor, action: "place.made", ...made, requestId });
  return { id };
}

function readPlace(db: Kysely<Database>, id: string): Promise<MadePlace> {
  return db
    .selectFrom("location")
    .select(["id", "slug", "name", "currency", "timezone"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}
