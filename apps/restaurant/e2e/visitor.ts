/** Somebody who calls the restaurant over HTTP: a guest, a member of staff or a partner, from an address of their own. */
import type { Board, Menu, PlacedOrder, Ticket, TrackedOrder } from "../contracts/index.js";
import { someone as somebody } from "../server/test-support/index.js";
import type { Account } from "./app-process.js";
import type { Delivery } from "./partners.js";

/** Headers of a request. */
export type Headers = Readonly<Record<string, string>>;

/** An RFC 9457 problem. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly path: string; readonly reason: string }[];
}

/** What signing in gives. */
export interface Session {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly expiresIn: number;
}

/** A caller. */
export interface Visitor {
  get(path: string, headers?: Headers): Promise<Response>;
  post(path: string, body?: unknown, headers?: Headers): Promise<Response>;
  deliver(delivery: Delivery): Promise<Response>;
  /** Places an order that must be taken. */
  order(slip: unknown, headers?: Headers): Promise<PlacedOrder>;
  track(trackUrl: string): Promise<TrackedOrder>;
  menu(): Promise<Menu>;
  board(): Promise<Board>;
  /** The same caller with headers on every request. */
  with(headers: Headers): Visitor;
  /** The headers every request carries. */
  readonly headers: Headers;
}

/**
 * A caller of the server at `baseUrl`.
 *
 * @param headers go with every request
 * @example
 * const guest = visitor(app.baseUrl, from("198.51.100.7"));
 * const { items } = await guest.menu();
 */
export function visitor(baseUrl: string, headers: Headers = {}): Visitor {
  const get = (path: string, more: Headers = {}) => fetch(baseUrl + path, { headers: { ...headers, ...more } });
  const send = (path: string, body: string | undefined, more: Headers) =>
    fetch(baseUrl + path, {
      method: "POST",
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body }),
    });
  const post = (path: string, body?: unknown, more: Headers = {}) =>
    body === undefined
      ? send(path, undefined, more)
      : send(path, JSON.stringify(body), { "content-type": "application/json", ...more });
  return {
    get,
    post,
    headers,
    deliver: ({ path, headers: signed, body }) => send(path, body, signed),
    order: async (slip, more) => json<PlacedOrder>(await post("/api/v1/orders", slip, more), 201),
    track: async (trackUrl) => json<TrackedOrder>(await get(`/api/v1${new URL(trackUrl).pathname}`)),
    menu: async () => json<Menu>(await get("/api/v1/menu")),
    board: async () => json<Board>(await get("/api/v1/kitchen/board")),
    with: (more) => visitor(baseUrl, { ...headers, ...more }),
  };
}

/** The address a request comes from, as the one trusted proxy in front tells it. */
export const from = (address: string): Headers => ({ "x-forwarded-for": address });

/** The body of an answer that must have this status. */
export async function json<Body>(answer: Response, status = 200): Promise<Body> {
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`Answered ${answer.status} instead of ${status}: ${text}`);
  return JSON.parse(text) as Body;
}

/** Signs in, and answers the caller that is signed in. */
export async function signedIn(caller: Visitor, { email, password }: Account): Promise<Visitor> {
  const session = await json<Session>(await caller.post("/api/v1/auth/login", { email, password }));
  return caller.with({ authorization: `Bearer ${session.accessToken}` });
}

/** An order slip with a line per item's name. */
export function slipOf(menu: Menu, names: readonly string[], line: Record<string, unknown> = {}) {
  const lines = names.map((name) => ({ itemId: itemNamed(menu, name).id, quantity: 1, ...line }));
  return { lines, contact: { ...someone(), email: GUEST.email } };
}

/** The item of this name. */
export function itemNamed(menu: Menu, name: string): Menu["items"][number] {
  const item = menu.items.find((one) => one.name === name);
  if (item === undefined) throw new Error(`The menu has no ${name}.`);
  return item;
}

/** The ticket item of an order at a station. */
export function itemAt(tickets: readonly Ticket[], orderId: string, station: string): Ticket["items"][number] {
  const ticket = tickets.find((one) => one.orderId === orderId && one.station.name === station);
  const item = ticket?.items[0];
  if (item === undefined) throw new Error(`The order has no ticket at ${station}.`);
  return item;
}

/** Nobody whose data may be found anywhere but in the order itself. */
export const GUEST = { name: "Quillon Marchbanks", phone: "+4915112345678", email: "quillon@marchbanks.example" };

/** Somebody who can be called, each under a number of their own, and who is named as the guest is. */
export const someone = (name = GUEST.name) => somebody(name);

/** The location a signed-in caller's token is for. */
export function locationOf({ headers }: Visitor): string {
  const payload = (headers["authorization"] ?? "").split(".")[1] ?? "";
  const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8") || "{}");
  return (claims as { readonly location?: string }).location ?? "";
}
