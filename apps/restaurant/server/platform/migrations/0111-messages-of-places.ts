/** Whose messages are whose: each in the outbox is its place's, so that a place hears of its own alone. */
import type { Migration } from "./migration.js";

export const messagesOfPlaces: Migration = {
  id: 111,
  name: "messages-of-places",
  statements: `
-- Empty for a code whose request had been cleared away before there was this column.
alter table outbox add column location_id uuid references location;

update outbox set location_id = orders.location_id
  from orders where orders.id = (outbox.payload ->> 'orderId')::uuid;
update outbox set location_id = customer_code.location_id
  from customer_code where customer_code.id = (outbox.payload ->> 'codeId')::uuid;

create index outbox_unsent on outbox (location_id) where state in ('pending', 'dead');
`,
};
