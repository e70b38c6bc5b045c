/** Closes and opens kept keys, each for its house, its name and its row, so that none can be put in another's place. */
import type { PartnerKeyName } from "../../contracts/index.js";
import type { Seal } from "../platform/index.js";
import type { KeptRow } from "./partner-keys.store.js";

/** A key's place, which its seal is bound to. */
export interface KeyPlace {
  readonly house: string;
  readonly name: string;
  readonly id: string;
}

/** Closes a key. */
export function closeKey(seal: Seal, text: string, place: KeyPlace): string {
  return seal.close(Buffer.from(text, "utf8"), boundTo(place));
}

/** The key, or `undefined` where no accepted secret opens it as this one. */
export function openKey(seal: Seal, house: string, { id, name, sealed }: KeptRow): string | undefined {
  return seal.open(sealed, boundTo({ house, name, id }))?.toString("utf8");
}

/** The key closed anew, where only a secret on its way out opens it. */
export function renewKey(seal: Seal, house: string, { id, name, sealed }: KeptRow): string | undefined {
  return seal.renewed(sealed, boundTo({ house, name, id }));
}

/** No part holds the separator: two are UUIDs, and the name is of a list. */
function boundTo({ house, name, id }: KeyPlace): string {
  return `${house} ${name} ${id}`;
}

/** A row of a name this version of the program knows. */
export function isNamed(row: KeptRow, names: readonly string[]): row is KeptRow & { readonly name: PartnerKeyName } {
  return names.includes(row.name);
}
