/** Message states only move forward, whatever comes twice or late; a place's texts are changed against what was seen. */
import { type Contract, fixedClock, type Handled } from "cloche";
import { observer } from "cloche/observe";
import type { Kysely } from "kysely";
import { beforeAll, expect, it } from "vitest";
import {
  dropMessageText,
  type MessageTexts,
  readMessageTexts,
  twilioWebhook,
  writeMessageText,
} from "../../contracts/index.js";
import { type Database, seedSample } from "../platform/index.js";
import { describeDatabases } from "../test-support/index.js";
import { messagesHandlers, messageTextsHandlers } from "./index.js";

describeDatabases("messages", (databases) => {
  let db: Kysely<Database>;
  let handled: readonly Handled[];
  const clock = fixedClock(Date.UTC(2026, 5, 15));

  beforeAll(async () => {
    ({ db } = await databases.open());
    handled = messagesHandlers({ db, clock, observe: observer() });
  });

  async function report(MessageSid: string, ...states: readonly string[]) {
    const found = handled.find(({ contract }) => contract.name === twilioWebhook.name);
    const answers = [];
    for (const MessageStatus of states) {
      answers.push(await found?.handler({ event: { payload: { MessageSid, MessageStatus } }, query: {} } as never));
    }
    return answers;
  }
  const stateOf = async (sid: string) =>
    (await db.selectFrom("message_status").select("status").where("message_ref", "=", sid).executeTakeFirst())?.status;

  it.each<[string, readonly string[]]>([
    ["delivered", ["queued", "sent", "delivered"]],
    ["delivered", ["delivered", "sent", "queued"]],
    ["failed", ["queued", "failed", "delivered"]],
    ["undelivered", ["sent", "undelivered", "sent"]],
    ["sent", ["sent", "sent"]],
  ])("ends as %s after %j", async (expected, states) => {
    const sid = `SM${expected}${states.join("")}`;
    expect(await report(sid, ...states)).toEqual(states.map(() => ({ status: 200, body: { received: true } })));
    expect(await stateOf(sid)).toBe(expected);
  });

  it("does not trip over a state that is new or spelled like a property", async () => {
    expect(await report("SM1", "teleported", "constructor", "__proto__")).toHaveLength(3);
    expect(await stateOf("SM1")).toBeUndefined();
  });

  const textsAs = async (email: string) => {
    const found = db.selectFrom("staff").innerJoin("membership", "membership.staff_id", "staff.id");
    const { id, location_id } = await found
      .select(["staff.id", "membership.location_id"])
      .where("email_norm", "like", `${email}@%`)
      .executeTakeFirstOrThrow();
    const texts = messageTextsHandlers({ db });
    return async ({ name }: Pick<Contract, "name">, { version = 1, ...more }: TextVisit = {}) => {
      const { body, ...which } = { channel: "sms", news: "ready", language: "en", ...more };
      const visit = {
        ...{ params: { id: location_id, ...which }, headers: { "if-match": `"${version}"` }, body, requestId: "r" },
        caller: { id, claims: { location: location_id } },
      };
      const answer = await texts.find(({ contract }) => contract.name === name)?.handler(visit as never);
      return answer as { status: number; body: MessageTexts; problem?: string; refused?: string; members?: object };
    };
  };
  const shown = ({ texts }: MessageTexts, language = "en") =>
    texts.find((one) => one.channel === "sms" && one.news === "ready" && one.language === language);

  it("a place's text is kept against the version that was seen, is on record, and gives way to the house's again", async () => {
    await seedSample(db, async () => "hash");
    const manager = await textsAs("manager");
    const before = (await manager(readMessageTexts)).body;
    expect([before.version, before.texts.length, before.texts.some(({ own }) => own)]).toEqual([1, 32, false]);
    const body = { body: "Bereit: #{number}, {time}" };
    const written = await manager(writeMessageText, { body });
    expect([written.status, written.body.version, shown(written.body)]).toMatchObject([200, 2, { ...body, own: true }]);
    expect(shown(written.body, "de")).toEqual(shown(before, "de"));
    for (const late of [writeMessageText, dropMessageText]) {
      expect(await manager(late, { body: { body: "#{number}" } })).toMatchObject({ status: 412 });
    }
    const dropped = await manager(dropMessageText, { version: 2 });
    expect([dropped.body.version, shown(dropped.body)]).toEqual([3, shown(before)]);
    const record = db.selectFrom("audit_log").select("detail").where("action", "=", "place.message_text").orderBy("id");
    const about = { channel: "sms", news: "ready", language: "en" };
    expect((await record.execute()).map(({ detail }) => detail)).toEqual([
      { ...about, own: true, ...body, subject: null },
      { ...about, own: false },
    ]);
  });

  it.each<[object, TextVisit, object]>([
    [{ problem: "placeholder_unknown", members: { placeholder: "name" } }, { body: { body: "#{number} {name}" } }, {}],
    [{ problem: "placeholder_missing", members: { placeholder: "number" } }, { body: { body: "Ready" } }, {}],
    [{ problem: "subject_unfit" }, { channel: "mail", body: { body: "#{number}" } }, {}],
    [{ problem: "text_too_long" }, { body: { body: `#{number}${"a".repeat(480)}` } }, {}],
    [{ problem: "text_too_long" }, { body: { body: "#{number}\nBye" } }, {}],
    [{ refused: "not_found" }, { news: "paid", body: { body: "#{number} {amount}" } }, {}],
  ])("a text is refused as %j where it says %j", async (refusal, visit) => {
    const manager = await textsAs("manager");
    expect(await manager(writeMessageText, { version: 3, ...visit })).toMatchObject(refusal);
    expect((await manager(readMessageTexts)).body.version).toBe(3);
  });

  it("whoever does not run the place writes none of its texts", async () => {
    const cashier = await textsAs("cashier");
    for (const contract of [readMessageTexts, writeMessageText, dropMessageText]) {
      expect(await cashier(contract, { version: 3, body: { body: "#{number}" } })).toMatchObject({
        refused: "forbidden",
      });
    }
  });
});

interface TextVisit {
  readonly version?: number;
  readonly channel?: string;
  readonly news?: string;
  readonly body?: object;
}
