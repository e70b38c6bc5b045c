/** What a row of the table of who may call what says, and the rows that many routes have alike. */

/** A role of the people who work here. */
export type Role = "owner" | "manager" | "cashier" | "chef" | "courier";
export const ROLES: readonly Role[] = ["owner", "manager", "cashier", "chef", "courier"];

/** Everybody who calls: people, a kitchen screen of one station, an integration with a key of every scope, a customer. */
export type CallerKind = Role | "device" | "key" | "customer";
export const CALLERS: readonly CallerKind[] = [...ROLES, "device", "key", "customer"];

/** What the place in the path names, which the suite fills in: one of the caller's own place, and one of another. */
export type Subject = "location" | "order" | "none";

/** A route that needs a caller. */
export interface Row {
  readonly roles: readonly CallerKind[];
  readonly of: Subject;
  readonly body?: unknown;
  /** A form with a file in it, in the place of the body. */
  readonly form?: () => FormData;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether those who may are asked to sign in again first. */
  readonly asksAgain?: true;
  /** The code of the problem that those who may are answered with, where it says 403 for another reason than their role. */
  readonly meets?: string;
  /** Those of them who are told 403 by the handler, since this is not of their own part. */
  readonly notOwn?: readonly CallerKind[];
  /** Whether it ends the caller's own sessions. */
  readonly endsSessions?: true;
  /** What everybody else is answered where it is not 403: a route for keys alone does not know whom a token is for. */
  readonly others?: number;
  /** The id in the path, where it is of a form of its own. */
  readonly id?: string;
  /** Whether the path names the caller's place, so that everybody of another is told that there is nothing. */
  readonly ofPlace?: true;
}

/** Open to anyone, or a partner's by its signature. */
export type Open = "anyone" | "partner";

export const CHIEFS: readonly Role[] = ["owner", "manager"];
export const COUNTER: readonly Role[] = ["owner", "manager", "cashier"];
export const KITCHEN: readonly CallerKind[] = ["owner", "manager", "chef", "device"];
/** Whoever sees orders; a courier their own deliveries. */
export const SEERS: readonly CallerKind[] = [...COUNTER, "courier", "key"];
export const EDITORS: readonly CallerKind[] = [...CHIEFS, "key"];
export const SOME_ID = "01980000-0000-7000-8000-000000000001";
export const REASON = { reason: "test" };
const WEEK = "from=2026-06-15&to=2026-06-21";
export const SEEN = { "if-match": '"1"' };

export const MONEY: Row = { roles: CHIEFS, of: "none" };

export const onOrder = (body?: unknown, roles: readonly CallerKind[] = COUNTER): Row => ({ roles, of: "order", body });
export const atPlace = (roles: readonly CallerKind[], body?: unknown): Row => ({ roles, of: "location", body });

/** A route whose path names the place itself, which the rule compares with the caller's. */
export const ofPlace = (roles: readonly CallerKind[], more: Partial<Row> = {}): Row => ({
  ...{ roles, of: "location", ofPlace: true },
  ...more,
});
/** A command to a kitchen ticket or one of its lines. */
export const COMMAND: Row = { roles: KITCHEN, of: "none", body: { expectedVersion: 1 } };
export const MANY_FACTORS: Row = { roles: ["owner"], of: "none", asksAgain: true };
export const OWN: Row = { roles: ROLES, of: "none" };
export const REROUTE = {
  priority: 1,
  orderType: null,
  serviceArea: null,
  fromStationId: SOME_ID,
  toStationIds: [SOME_ID],
};

/** The four routes of a kind of thing that a menu or a floor is made of. */
export function keeping(name: string, body: object): Readonly<Record<string, Row>> {
  const path = `/api/v1/locations/{id}/${name}`;
  return {
    [`GET ${path}`]: atPlace(EDITORS),
    [`POST ${path}`]: atPlace(EDITORS, body),
    [`PATCH ${path}/{thingId}`]: { ...atPlace(EDITORS, {}), headers: SEEN },
    [`DELETE ${path}/{thingId}`]: { ...atPlace(EDITORS), headers: SEEN },
  };
}

/** A picture of one pixel (PNG). */
export function picture(): FormData {
  const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const form = new FormData();
  form.append("alt", "A dot");
  form.append("picture", new File([Buffer.from(pixel, "base64")], "dot.png", { type: "image/png" }));
  return form;
}

/** `sales` is for the whole place; what cashiers and chefs may read of their own is another report. */
export const REPORT: Row = { ...atPlace([...COUNTER, "chef", "key"]), query: WEEK, notOwn: ["cashier", "chef"] };
export const PARTNER_KEYS: Row = ofPlace(["owner"], { asksAgain: true });
export const GUESTS: Row = { ...atPlace(["owner"], { phone: "+4915112345678" }), asksAgain: true };
export const SLIP = [{ itemId: SOME_ID, quantity: 1 }];
