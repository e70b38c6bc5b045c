/** Tells a paired screen by its cookie: a caller of its own, asked of the database every time, so revoked at once. */
import { type Caller, type CallerSource, isRefusal, type Refusal, type RequestHead, refuse } from "cloche";
import type { Kysely } from "kysely";
import { DEVICE_ROLE } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { deviceOf } from "./devices.store.js";
import { sha256 } from "./pairing-code.js";

/** The cookie's name behind `__Host-`. */
export const DEVICE_COOKIE = "device";
const NAME = `__Host-${DEVICE_COOKIE}`;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const MALFORMED = refuse("token_invalid", { reason: "device_cookie_malformed" });
const UNKNOWN = refuse("token_invalid", { reason: "device_unknown" });
const AWAY = refuse("store_unavailable", { reason: "devices_away", headers: [["retry-after", "2"]] });

/**
 * Makes the source. A person who signs in at a paired screen acts as themselves: their token goes before the screen's,
 * whether a header carries it or the cookie called `personCookie`.
 */
export function deviceSource(db: Kysely<Database>, personCookie: string): CallerSource {
  return Object.freeze({
    name: DEVICE_ROLE,
    ambient: true,
    scheme: { type: "apiKey", in: "cookie", name: NAME },
    missing: refuse("unauthenticated", { reason: "device_cookie_missing" }),
    identify(head: RequestHead) {
      if (head.header("authorization") !== undefined || cookiesNamed(head, personCookie).length > 0) return undefined;
      const token = tokenIn(head);
      return token === undefined || isRefusal(token) ? token : callerOf(db, token.text);
    },
  });
}

function tokenIn(head: RequestHead): { readonly text: string } | Refusal | undefined {
  const values = cookiesNamed(head, NAME);
  if (values.length === 0) return undefined;
  const [text = ""] = values;
  return values.length === 1 && TOKEN.test(text) ? { text } : MALFORMED;
}

function cookiesNamed(head: RequestHead, name: string): readonly string[] {
  const header = head.header("cookie");
  if (header === undefined || !header.includes(name)) return [];
  return header
    .split(/[;,]/)
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

async function callerOf(db: Kysely<Database>, token: string): Promise<Caller | Refusal> {
  try {
    const device = await deviceOf(db, sha256(token));
    if (device === undefined) return UNKNOWN;
    const claims = { location: device.location_id, station: device.station_id };
    return { id: device.id, roles: [DEVICE_ROLE], scopes: [], via: DEVICE_ROLE, claims };
  } catch {
    return AWAY;
  }
}
