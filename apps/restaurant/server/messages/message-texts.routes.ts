/** The routes of a place's own texts; each change is on record with what it says now. */
import { extendedProblem, type Handled, handle, ok, problem, refuse } from "cloche";
import type { Kysely } from "kysely";
import {
  dropMessageText,
  isTold,
  type MessageText,
  readMessageTexts,
  textFault,
  writeMessageText,
} from "../../contracts/index.js";
import { type Acting, type ActingCaller, actingAt } from "../access/index.js";
import { audit, type Database } from "../platform/index.js";
import { countOn, keepText, readTexts, type TextRef } from "./message-texts.store.js";

const NOT_HERE = refuse("not_found", { reason: "not_of_this_place" });
const NOT_YOURS = refuse("forbidden", { reason: "role_at_place" });
const NO_TEXT = refuse("not_found", { reason: "text_unknown" });
/** Three segments of letters; what is filled in comes to it. */
const MOST_SMS = 480;

/** The handlers. */
export function messageTextsHandlers({ db }: { readonly db: Kysely<Database> }): readonly Handled[] {
  const read = async (locationId: string) => {
    const texts = await readTexts(db, locationId);
    return texts === undefined ? NOT_HERE : ok(texts, { etag: `"${texts.version}"` });
  };
  return [
    handle(readMessageTexts, async ({ caller, params: { id } }) => {
      const acting = await actingOn(db, caller, id);
      return "actor" in acting ? read(id) : acting;
    }),
    handle(writeMessageText, async ({ caller, params: { id, ...which }, headers, body: text, requestId }) => {
      const acting = await actingOn(db, caller, id);
      if (!("actor" in acting)) return acting;
      if (!isTold(which.channel, which.news)) return NO_TEXT;
      const isLong = text.body.length > MOST_SMS || text.body.includes("\n");
      if (which.channel === "sms" && isLong) return problem(422, "text_too_long");
      const fault = textFault(which.channel, which.news, text);
      if (fault?.code === "subject_unfit") return problem(422, fault.code);
      if (fault !== undefined) return extendedProblem(422, fault.code, { placeholder: fault.placeholder });
      const ref = { locationId: id, ...which };
      const done = await change(db, { ref, text, version: versionIn(headers), actor: acting.actor, requestId });
      return done ? read(id) : problem(412, "version_conflict");
    }),
    handle(dropMessageText, async ({ caller, params: { id, ...which }, headers, requestId }) => {
      const acting = await actingOn(db, caller, id);
      if (!("actor" in acting)) return acting;
      if (!isTold(which.channel, which.news)) return NO_TEXT;
      const ref = { locationId: id, ...which };
      const about = { ref, text: undefined, version: versionIn(headers), actor: acting.actor, requestId };
      return (await change(db, about)) ? read(id) : problem(412, "version_conflict");
    }),
  ];
}

async function actingOn(db: Kysely<Database>, caller: ActingCaller, locationId: string) {
  const acting = await actingAt(db, caller, { locationId, capability: "manageSettings" });
  if (acting === "not_here") return NOT_HERE;
  return acting === "not_yours" ? NOT_YOURS : acting;
}

const versionIn = (headers: { readonly "if-match": string }): number => Number(headers["if-match"].slice(1, -1));

interface Change {
  readonly ref: TextRef;
  readonly text: MessageText | undefined;
  readonly version: number;
  readonly actor: Acting["actor"];
  readonly requestId: string;
}

function change(db: Kysely<Database>, { ref, text, version, actor, requestId }: Change): Promise<boolean> {
  const { locationId, channel, news, language } = ref;
  return db.transaction().execute(async (trx) => {
    if (!(await countOn(trx, locationId, version))) return false;
    await keepText(trx, ref, text);
    const said = text === undefined ? { own: false } : { own: true, body: text.body, subject: text.subject ?? null };
    const about = { entity: "location", entityId: locationId, locationId };
    const detail = { channel, news, language, ...said };
    await audit(trx, { actor, action: "place.message_text", ...about, detail, requestId });
    return true;
  });
}
