/** Turns a secret manager into a source: which name is which of its secrets, one request for many, errors without text. */
import { configFault, nonEmptyText } from "../../../kernel/index.js";
import { ConfigurationError } from "../configuration-error.js";
import type { AsyncSource, Found, Wanted } from "../source.js";
import { type ManagerFault, managerFault } from "./manager-fault.js";

/**
 * The secret each setting is: its id at the manager, or `id#field` for one field of a secret that is a JSON object. A
 * function answers `undefined` for what the manager does not hold.
 */
export type ManagedNames = Readonly<Record<string, string>> | ((name: string) => string | undefined);

/** One version of a secret as its manager holds it. */
export interface ManagedVersion {
  readonly text: string;
  readonly version: string;
  /** When it came to be, in milliseconds since the epoch. */
  readonly since?: number;
  /** When it ends, in milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** How one manager is asked. Both throw whatever its client throws. */
export interface Manager {
  /** The manager in words, such as "AWS Secrets Manager". */
  readonly title: string;
  /** The current version; `undefined` where there is no such secret. */
  readonly current: (id: string) => Promise<ManagedVersion | undefined>;
  /** The version before; `undefined` where there is none that may still be used. */
  readonly previous: (id: string, current: ManagedVersion) => Promise<ManagedVersion | undefined>;
  /** What an error of its client means. */
  readonly faultOf: (error: unknown) => ManagerFault;
  /** How long one answer may take, in milliseconds. */
  readonly timeout: number;
}

interface Place {
  readonly id: string;
  readonly field: string | undefined;
}

/** The source that asks `manager`. */
export function managerSource(manager: Manager, names: ManagedNames): AsyncSource {
  const placeOf = placesOf(names, manager.title);
  const asking = new Map<string, Promise<ManagedVersion | undefined>>();
  const once = (key: string, ask: () => Promise<ManagedVersion | undefined>) => {
    const known = asking.get(key) ?? inTime(ask, manager.timeout).finally(() => asking.delete(key));
    asking.set(key, known);
    return known;
  };
  return {
    name: manager.title,
    async read(name, wanted) {
      const place = placeOf(name);
      if (place === undefined) return undefined;
      try {
        return await readPlace(place, { manager, once, wanted });
      } catch (error) {
        throw refusal(name, place, { manager, error });
      }
    },
  };
}

interface Asking {
  readonly manager: Manager;
  readonly once: (key: string, ask: () => Promise<ManagedVersion | undefined>) => Promise<ManagedVersion | undefined>;
  readonly wanted: Wanted | undefined;
}

async function readPlace({ id, field }: Place, { manager, once, wanted }: Asking): Promise<Found | undefined> {
  const current = await once(`current ${id}`, () => manager.current(id));
  const value = current === undefined ? undefined : part(current, field);
  if (current === undefined || value === undefined) return undefined;
  const { version, since, expiresAt } = current;
  const found = {
    value,
    provenance: `${manager.title}, ${id}, version ${version}`,
    version,
    ...(since === undefined ? {} : { since }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  if (wanted?.previous !== true) return found;
  const before = await once(`previous ${id}`, () => manager.previous(id, current));
  const previous = before === undefined ? undefined : part(before, field);
  if (before === undefined || previous === undefined) return { ...found, previous: false };
  return { ...found, previous: { value: previous, version: before.version } };
}

/** The whole text, or one field of the JSON object it is. */
function part({ text }: ManagedVersion, field: string | undefined): string | undefined {
  if (field === undefined) return text;
  const object: unknown = parsed(text);
  if (typeof object !== "object" || object === null || Array.isArray(object)) throw managerFault("not_json");
  const value: unknown = Object.hasOwn(object, field) ? Reflect.get(object, field) : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw managerFault("not_text");
}

/** An engine's message about broken JSON quotes it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw managerFault("not_json");
  }
}

function refusal(
  name: string,
  { id }: Place,
  { manager, error }: { readonly manager: Manager; readonly error: unknown },
): ConfigurationError {
  const { reason } = isManagerFault(error) ? error : manager.faultOf(error);
  return new ConfigurationError([{ name, reason: `${manager.title} could not be read for ${id}: ${reason}` }]);
}

function isManagerFault(error: unknown): error is ManagerFault {
  return typeof error === "object" && error !== null && "managerFault" in error;
}

function placesOf(names: ManagedNames, title: string): (name: string) => Place | undefined {
  if (typeof names === "function") {
    return (name) => {
      const id = names(name);
      return id === undefined ? undefined : placeFrom(id, title);
    };
  }
  if (typeof names !== "object" || names === null) {
    throw configFault("option_invalid", { where: `${title}.names`, fix: "Say which secret each name is." });
  }
  const places = new Map(Object.entries(names).map(([name, id]) => [name, placeFrom(id, title)]));
  return (name) => places.get(name);
}

function placeFrom(text: string, title: string): Place {
  const [id = "", field, ...more] = nonEmptyText(text, `${title}.names`).split("#");
  if (id !== "" && field !== "" && more.length === 0) return { id, field };
  throw configFault("option_invalid", { where: `${title}.names`, fix: 'Write "id" or "id#field".' });
}

async function inTime<Value>(ask: () => Promise<Value>, milliseconds: number): Promise<Value> {
  const timer = { stop: () => {} };
  const over = new Promise<never>((_resolve, reject) => {
    const running = setTimeout(() => reject(managerFault("timeout")), milliseconds);
    running.unref();
    timer.stop = () => clearTimeout(running);
  });
  try {
    return await Promise.race([ask(), over]);
  } finally {
    timer.stop();
  }
}
