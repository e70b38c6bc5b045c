/** Keeps the texts that places have written themselves. */
import { type Kysely, sql, type Transaction } from "kysely";
import {
  isTold,
  LANGUAGES,
  type Language,
  MESSAGE_CHANNELS,
  type MessageChannel,
  type MessageText,
  type MessageTexts,
  TEXT_NEWS_NAMES,
  type TextNews,
} from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { houseText } from "./words/index.js";

/** Which text of which place. */
export interface TextRef {
  readonly locationId: string;
  readonly channel: MessageChannel;
  readonly news: TextNews;
  readonly language: Language;
}

/** How a place tells some news: in its own words, or in the house's. */
export async function textFor(db: Kysely<Database>, ref: TextRef): Promise<MessageText> {
  const row = await db
    .selectFrom("message_text")
    .select(["subject", "body"])
    .where("location_id", "=", ref.locationId)
    .where("channel", "=", ref.channel)
    .where("news", "=", ref.news)
    .where("language", "=", ref.language)
    .executeTakeFirst();
  if (row !== undefined) return { body: row.body, ...(row.subject === null ? {} : { subject: row.subject }) };
  const text = houseText(ref.channel, ref.news, ref.language);
  if (text === undefined) throw new Error(`Nobody is told ${ref.news} by ${ref.channel}.`);
  return text;
}

/** Every text of a place; `undefined` where there is no such place. */
export async function readTexts(db: Kysely<Database>, locationId: string): Promise<MessageTexts | undefined> {
  const place = await db
    .selectFrom("location")
    .select("message_texts_version as version")
    .where("id", "=", locationId)
    .executeTakeFirst();
  if (place === undefined) return undefined;
  const own = await db.selectFrom("message_text").selectAll().where("location_id", "=", locationId).execute();
  const texts = allTexts().map(({ channel, news, language }) => {
    const written = own.find((one) => one.channel === channel && one.news === news && one.language === language);
    const { subject = null, body = "" } = written ?? houseText(channel, news, language) ?? {};
    return { channel, news, language, subject, body, own: written !== undefined };
  });
  return { version: place.version, texts };
}

function allTexts() {
  return LANGUAGES.flatMap((language) =>
    MESSAGE_CHANNELS.flatMap((channel) =>
      TEXT_NEWS_NAMES.filter((news) => isTold(channel, news)).map((news) => ({ channel, news, language })),
    ),
  );
}

/** Counts a place's texts on; `false` where they have another version than the one that was seen. */
export async function countOn(trx: Transaction<Database>, locationId: string, version: number): Promise<boolean> {
  const counted = await trx
    .updateTable("location")
    .set({ message_texts_version: sql`message_texts_version + 1` })
    .where("id", "=", locationId)
    .where("message_texts_version", "=", version)
    .executeTakeFirst();
  return counted.numUpdatedRows === 1n;
}

/** Keeps a text, or with none goes back to the house's words. */
export async function keepText(trx: Transaction<Database>, ref: TextRef, text: MessageText | undefined): Promise<void> {
  const { locationId: location_id, channel, news, language } = ref;
  if (text === undefined) {
    await trx
      .deleteFrom("message_text")
      .where("location_id", "=", location_id)
      .where("channel", "=", channel)
      .where("news", "=", news)
      .where("language", "=", language)
      .execute();
    return;
  }
  const set = { subject: text.subject ?? null, body: text.body };
  await trx
    .insertInto("message_text")
    .values({ location_id, channel, news, language, ...set })
    .onConflict((conflict) => conflict.columns(["location_id", "channel", "news", "language"]).doUpdateSet(set))
    .execute();
}
