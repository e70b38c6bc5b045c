/** Notes that a place was texted about an order that nobody answered, and that some messages need not go any more. */
import type { Migration } from "./migration.js";

export const waitingTexts: Migration = {
  id: 110,
  name: "waiting-texts",
  statements: `
alter table orders add column waiting_texted_at timestamptz;

-- What a message was about may be over before it could go; that is neither sent nor a failure.
alter table outbox drop constraint outbox_state_check;
alter table outbox add constraint outbox_state_check check (state in ('pending', 'sent', 'dead', 'dropped'));
`,
};
