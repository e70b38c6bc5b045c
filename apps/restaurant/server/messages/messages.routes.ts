/** The webhook of the messages' partner. */
import { type Clock, type Handled, handle, ok, refuse } from "cloche";
import type { Observer } from "cloche/observe";
import type { Kysely } from "kysely";
import { twilioWebhook } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { messageRank } from "./message-states.js";
import { recordStatus } from "./messages.store.js";
import { callNext, reachedNobody } from "./next-call.js";
import { markSent } from "./outbox.store.js";

/** What messages need. */
export interface MessagesDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly observe: Pick<Observer, "event" | "failure">;
}

const NOT_STORED = refuse("store_unavailable", { reason: "message_store_away" });
const RECEIVED = { received: true } as const;

/** The messages' handlers. */
export function messagesHandlers({ db, clock, observe }: MessagesDeps): readonly Handled[] {
  return [
    handle(twilioWebhook, async ({ event, query, requestId }) => {
      const { MessageSid, MessageStatus, CallSid, CallStatus } = event.payload;
      const messageRef = MessageSid ?? CallSid;
      const status = MessageStatus ?? CallStatus ?? "";
      const rank = messageRank(status);
      // An unknown state is no reason for Twilio to send it again.
      if (rank === undefined || messageRef === undefined) return ok(RECEIVED);
      const at = clock.now();
      try {
        // Whoever reports on a message has it, even where its answer to us was lost: it is not sent again.
        if (query.outbox !== undefined) await markSent(db, query.outbox, messageRef);
        const now = new Date(at);
        // Together, so that Twilio's next try finds both to do where one was lost.
        const isNews = await db.transaction().execute(async (trx) => {
          const isNew = await recordStatus(trx, { messageRef, status, rank, now });
          if (isNew && reachedNobody(status)) await callNext(trx, { ref: messageRef }, now);
          return isNew;
        });
        if (!isNews) {
          observe.event({ name: "webhook.duplicate", at, partner: "twilio", requestId, reason: "status_known" });
        }
        return ok(RECEIVED);
      } catch (error) {
        observe.failure(error, { requestId, route: "webhook twilio" });
        return NOT_STORED;
      }
    }),
  ];
}
