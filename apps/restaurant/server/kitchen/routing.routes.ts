/** The routes by which a place says what is made where, and asks where a line would go. */
import { created, type Handled, handle, noContent, ok, problem, refuse, type Visit } from "cloche";
import type { Kysely, Transaction } from "kysely";
import {
  archiveRule,
  createRule,
  readRoutes,
  setDefaultStation,
  setRoute,
  testRoute,
  updateRule,
} from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { testedRoute } from "./route-test.js";
import {
  changeRule,
  hasRule,
  insertRule,
  readRoutingTable,
  readRules,
  replaceRoute,
  scopeExists,
  takeRoutingVersion,
} from "./routing-table.store.js";
import { recorder, versionOf } from "./stations.routes.js";
import { hasStations } from "./stations.store.js";

const NO_SCOPE = refuse("not_found", { reason: "route_scope_unknown" });
const NO_RULE = refuse("not_found", { reason: "rule_unknown" });
const NO_VARIANT = refuse("not_found", { reason: "variant_unknown" });

/** The handlers of routes and rules. */
export function routingHandlers(db: Kysely<Database>): readonly Handled[] {
  const rewrite = rewriter(db);
  return [
    handle(readRoutes, async ({ params }) => ok(await readRoutingTable(db, params.location))),
    handle(setRoute, async ({ params, body, ...visit }) => {
      const { location: locationId, scope, scopeId } = params;
      const route = { locationId, scope, scopeId };
      if (!(await scopeExists(db, route))) return NO_SCOPE;
      const about = { action: "route.changed", entity: `menu_${scope}`, entityId: scopeId };
      return rewrite(visit, { locationId, stationIds: body.stationIds, ...about }, (trx) =>
        replaceRoute(trx, route, body.stationIds),
      );
    }),
    handle(setDefaultStation, async ({ params, body: { stationId }, ...visit }) => {
      const { location: locationId } = params;
      const about = { action: "route.default_changed", entity: "station", entityId: stationId };
      return rewrite(visit, { locationId, stationIds: [stationId], ...about }, async (trx) => {
        const set = { default_station_id: stationId };
        await trx.updateTable("location").set(set).where("id", "=", locationId).execute();
      });
    }),
    handle(testRoute, async ({ params, body }) => {
      const tested = await testedRoute(db, params.location, body);
      return tested === undefined ? NO_VARIANT : ok(tested);
    }),
    ...ruleHandlers(db),
  ];
}

interface Rewriting {
  readonly locationId: string;
  readonly stationIds: readonly string[];
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
}

type Writer = Pick<Visit<typeof setRoute>, "headers" | "caller" | "requestId">;

/** Changes the table under its version, and answers all of it as it is then. */
function rewriter(db: Kysely<Database>) {
  return async (
    { headers, caller, requestId }: Writer,
    { locationId, stationIds, action, entity, entityId }: Rewriting,
    write: (trx: Transaction<Database>) => Promise<void>,
  ) => {
    if (!(await hasStations(db, locationId, stationIds))) return problem(422, "station_unknown");
    const done = await db.transaction().execute(async (trx) => {
      if (!(await takeRoutingVersion(trx, locationId, versionOf(headers)))) return false;
      await write(trx);
      await recorder(trx, { callerId: caller.id, locationId, requestId })(action, entity, entityId);
      return true;
    });
    return done ? ok(await readRoutingTable(db, locationId)) : problem(412, "version_conflict");
  };
}

function ruleHandlers(db: Kysely<Database>): readonly Handled[] {
  const ruleOf = async (locationId: string, ruleId: string) =>
    (await readRules(db, locationId)).find(({ id }) => id === ruleId);
  return [
    handle(createRule, async ({ params: { location: locationId }, body, caller, requestId }) => {
      const stationIds = [body.fromStationId, ...body.toStationIds];
      if (!(await hasStations(db, locationId, stationIds))) return problem(422, "station_unknown");
      const ruleId = await db.transaction().execute(async (trx) => {
        const id = await insertRule(trx, locationId, body);
        await recorder(trx, { callerId: caller.id, locationId, requestId })("rule.created", "reroute_rule", id);
        return id;
      });
      const rule = await ruleOf(locationId, ruleId);
      return rule === undefined ? NO_RULE : created(rule);
    }),
    handle(updateRule, async ({ params, headers, body, caller, requestId }) => {
      const { location: locationId, rule: ruleId } = params;
      if (!(await hasRule(db, locationId, ruleId))) return NO_RULE;
      const stationIds = [body.fromStationId, ...body.toStationIds];
      if (!(await hasStations(db, locationId, stationIds))) return problem(422, "station_unknown");
      const done = await db.transaction().execute(async (trx) => {
        if (!(await changeRule(trx, { locationId, ruleId, version: versionOf(headers) }, body))) return false;
        await recorder(trx, { callerId: caller.id, locationId, requestId })("rule.changed", "reroute_rule", ruleId);
        return true;
      });
      const rule = done ? await ruleOf(locationId, ruleId) : undefined;
      return rule === undefined ? problem(412, "version_conflict") : ok(rule);
    }),
    handle(archiveRule, async ({ params, headers, caller, requestId }) => {
      const { location: locationId, rule: ruleId } = params;
      if (!(await hasRule(db, locationId, ruleId))) return NO_RULE;
      const done = await db.transaction().execute(async (trx) => {
        if (!(await changeRule(trx, { locationId, ruleId, version: versionOf(headers) }, undefined))) return false;
        await recorder(trx, { callerId: caller.id, locationId, requestId })("rule.archived", "reroute_rule", ruleId);
        return true;
      });
      return done ? noContent() : problem(412, "version_conflict");
    }),
  ];
}
