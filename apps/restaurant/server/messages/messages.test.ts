/** Message states: callbacks come late, twice and in any order, and a state only moves forward. */
import { fixedClock, type Handled } from "cloche";
import { observer } from "cloche/observe";
import type { Kysely } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { twilioWebhook } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { describeDatabases } from "../test-support/index.js";
import { messagesHandlers } from "./index.js";

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
});
