/** The routes of who works at a place. Nobody gives a role above their own, and no place is left without an owner. */
import { randomBytes } from "node:crypto";
import { type Caller, created, type Handled, handle, noContent, ok, problem, type Refusal, refuse } from "cloche";
import type { Transaction } from "kysely";
import {
  addStaff,
  type CapabilityName,
  changePassword,
  changeStaff,
  listStaff,
  locationOf,
  normalEmail,
  removeStaff,
  resetPassword,
} from "../../contracts/index.js";
import { type Acting, actingAt } from "../access/index.js";
import { audit, type Database, type StaffRole } from "../platform/index.js";
import type { AccountsParts } from "./accounts.service.js";
import { accountAt } from "./accounts.store.js";
import {
  accountFor,
  countOwners,
  join,
  leave,
  lockRole,
  type MemberRef,
  readMembers,
  setName,
  setPassword,
  setRole,
  setStations,
} from "./people.store.js";
import { NO_COOKIES } from "./session-reply.js";
import { endAllOf } from "./staff-sessions.js";

const NOT_HERE = refuse("not_found", { reason: "not_of_this_place" });
const NOT_YOURS = refuse("forbidden", { reason: "role_at_place" });
const BUSY = refuse("store_unavailable", { reason: "passwords_busy", headers: [["retry-after", "1"]] });

/** The handlers. */
export function peopleHandlers(parts: AccountsParts): readonly Handled[] {
  return [
    listHandler(parts),
    addHandler(parts),
    changeHandler(parts),
    removeHandler(parts),
    resetHandler(parts),
    ownPasswordHandler(parts),
  ];
}

interface Asked {
  readonly caller: Caller;
  readonly params: { readonly id: string };
}

async function acting(
  { db }: AccountsParts,
  { caller, params }: Asked,
  capability: CapabilityName,
): Promise<Acting | Refusal> {
  const found = await actingAt(db, caller, { locationId: params.id, capability });
  if (typeof found !== "string") return found;
  return found === "not_here" ? NOT_HERE : NOT_YOURS;
}

/** An owner gives and takes every role, a manager every one but an owner's. */
const mayHandle = ({ reach }: Acting, role: StaffRole | undefined): boolean => reach === "location" || role !== "owner";

/** 72 random bits, in groups that can be read out. */
function newPassword(): string {
  return (randomBytes(9).toString("hex").match(/.{6}/g) ?? []).join("-");
}

function listHandler(parts: AccountsParts): Handled {
  return handle(listStaff, async (visit) => {
    const who = await acting(parts, visit, "seeStaff");
    return "refused" in who ? who : ok({ staff: [...(await readMembers(parts.db, visit.params.id))] });
  });
}

function addHandler(parts: AccountsParts): Handled {
  const { db, passwords } = parts;
  return handle(addStaff, async (visit) => {
    const { params, body, requestId } = visit;
    const who = await acting(parts, visit, "manageStaff");
    if ("refused" in who) return who;
    if (!mayHandle(who, body.role)) return NOT_YOURS;
    const password = newPassword();
    const passwordHash = await passwords.hash(password);
    const done = await undone(db, async (trx) => {
      const account = await accountFor(trx, { email: normalEmail(body.email), name: body.name, passwordHash });
      const at = { locationId: params.id, staffId: account.id };
      if (!(await join(trx, at, body.role))) throw new Undone("works_here");
      if (!(await setStations(trx, at, body.stationIds))) throw new Undone("station_unknown");
      await record(trx, { who, at, action: "staff.added", requestId, detail: { role: body.role } });
      return account;
    });
    if (done === "works_here") return problem(409, done);
    if (done === "station_unknown") return problem(422, done);
    if (typeof done === "string") return NOT_HERE;
    const [member] = await readMembers(db, params.id, done.id);
    if (member === undefined) return NOT_HERE;
    return created({ member, initialPassword: done.isNew ? password : null }, { "cache-control": "no-store" });
  });
}

function changeHandler(parts: AccountsParts): Handled {
  const { db } = parts;
  return handle(changeStaff, async (visit) => {
    const { params, body, requestId } = visit;
    const who = await acting(parts, visit, "manageStaff");
    if ("refused" in who) return who;
    if (body.role !== undefined && !mayHandle(who, body.role)) return NOT_YOURS;
    const at = { locationId: params.id, staffId: params.staffId };
    const done = await undone(db, async (trx) => {
      const before = await touched(trx, { who, at });
      const isOtherRole = body.role !== undefined && body.role !== before;
      if (isOtherRole) await mayLose(trx, { who, at, role: before });
      if (isOtherRole) await setRole(trx, at, body.role ?? before);
      if (body.name !== undefined) await setName(trx, at.staffId, body.name);
      if (body.stationIds !== undefined && !(await setStations(trx, at, body.stationIds))) {
        throw new Undone("station_unknown");
      }
      const detail = { fields: Object.keys(body), ...(isOtherRole ? { from: before, to: body.role ?? before } : {}) };
      await record(trx, { who, at, action: "staff.changed", requestId, detail });
      return { isOtherRole };
    });
    if (done === "station_unknown") return problem(422, done);
    if (typeof done === "string") return staysProblem(done);
    // What a token says of its role is good for ten minutes otherwise.
    if (done.isOtherRole) await endAllOf(parts, at.staffId);
    const [member] = await readMembers(db, at.locationId, at.staffId);
    return member === undefined ? problem(404, "staff_unknown") : ok(member);
  });
}

function removeHandler(parts: AccountsParts): Handled {
  return handle(removeStaff, async (visit) => {
    const { params, requestId } = visit;
    const who = await acting(parts, visit, "manageStaff");
    if ("refused" in who) return who;
    const at = { locationId: params.id, staffId: params.staffId };
    const done = await undone(parts.db, async (trx) => {
      const role = await touched(trx, { who, at });
      await mayLose(trx, { who, at, role });
      await leave(trx, at);
      await record(trx, { who, at, action: "staff.removed", requestId, detail: { role } });
      return { role };
    });
    if (typeof done === "string") return staysProblem(done);
    await endAllOf(parts, at.staffId);
    return noContent();
  });
}

function resetHandler(parts: AccountsParts): Handled {
  return handle(resetPassword, async (visit) => {
    const { params, requestId } = visit;
    const who = await acting(parts, visit, "manageStaff");
    if ("refused" in who) return who;
    const at = { locationId: params.id, staffId: params.staffId };
    const initialPassword = newPassword();
    const passwordHash = await parts.passwords.hash(initialPassword);
    const done = await undone(parts.db, async (trx) => {
      const role = await touched(trx, { who, at });
      if (at.staffId === who.actor.id) throw new Undone("not_yourself");
      // Somebody of several places is not to be signed in as by a manager of one.
      if (who.reach !== "location" && (await worksElsewhere(trx, at))) throw new Undone("staff_unknown");
      await setPassword(trx, at.staffId, passwordHash);
      await record(trx, { who, at, action: "password.reset", requestId, detail: { role } });
      return { role };
    });
    if (typeof done === "string") return staysProblem(done);
    await endAllOf(parts, at.staffId);
    return ok({ initialPassword }, { "cache-control": "no-store" });
  });
}

function ownPasswordHandler(parts: AccountsParts): Handled {
  const { db, passwords } = parts;
  return handle(changePassword, async ({ caller, body, requestId }) => {
    const locationId = locationOf(caller);
    const account = await accountAt(db, { staffId: caller.id, locationId });
    const belongs = await passwords.check(account?.passwordHash, body.current);
    if (belongs === undefined) return BUSY;
    if (!belongs) return problem(403, "password_wrong");
    const passwordHash = await passwords.hash(body.next);
    await db.transaction().execute(async (trx) => {
      await setPassword(trx, caller.id, passwordHash);
      const about = { action: "password.changed", entity: "staff", entityId: caller.id, locationId, requestId };
      await audit(trx, { actor: { kind: "staff", id: caller.id }, ...about });
    });
    await endAllOf(parts, caller.id);
    return noContent(NO_COOKIES);
  });
}

type Stays = "staff_unknown" | "not_yourself" | "last_owner";
type Why = Stays | "works_here" | "station_unknown";

/** Carries out of a transaction, which rolls back, why nothing was done. */
class Undone extends Error {
  readonly why: Why;

  constructor(why: Why) {
    super("Nothing was done.");
    this.why = why;
  }
}

async function undone<Result>(
  db: AccountsParts["db"],
  work: (trx: Transaction<Database>) => Promise<Result>,
): Promise<Result | Why> {
  try {
    return await db.transaction().execute(work);
  } catch (error) {
    if (error instanceof Undone) return error.why;
    throw error;
  }
}

function staysProblem(why: Why) {
  return why === "not_yourself" || why === "last_owner" ? problem(409, why) : problem(404, "staff_unknown");
}

interface Touching {
  readonly who: Acting;
  readonly at: MemberRef;
}

/** The role of somebody the caller may handle; of others they are told that there is nobody. */
async function touched(trx: Transaction<Database>, { who, at }: Touching): Promise<StaffRole> {
  const role = await lockRole(trx, at);
  if (role === undefined || !mayHandle(who, role)) throw new Undone("staff_unknown");
  return role;
}

/** Nobody takes their own role away, or the last owner's. */
async function mayLose(trx: Transaction<Database>, { who, at, role }: Touching & { readonly role: StaffRole }) {
  if (role === "owner" && (await countOwners(trx, at.locationId)) < 2) throw new Undone("last_owner");
  if (at.staffId === who.actor.id) throw new Undone("not_yourself");
}

async function worksElsewhere(trx: Transaction<Database>, { locationId, staffId }: MemberRef): Promise<boolean> {
  const row = await trx
    .selectFrom("membership")
    .select("role")
    .where("staff_id", "=", staffId)
    .where("location_id", "!=", locationId)
    .executeTakeFirst();
  return row !== undefined;
}

interface Recorded extends Touching {
  readonly action: string;
  readonly requestId: string;
  readonly detail: Readonly<Record<string, string | readonly string[]>>;
}

function record(trx: Transaction<Database>, { who, at, action, requestId, detail }: Recorded): Promise<void> {
  const about = { entity: "staff", entityId: at.staffId, locationId: at.locationId };
  return audit(trx, { actor: who.actor, action, ...about, detail: { ...detail }, requestId });
}
