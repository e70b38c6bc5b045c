/** What a place writes to its guests in its own words. */
import type { Migration } from "./migration.js";

export const messageTexts: Migration = {
  id: 101,
  name: "message-texts",
  statements: `
alter table location add column message_texts_version int not null default 1;

-- Where there is no row, the house's own words stand.
create table message_text (
  location_id uuid not null references location on delete cascade,
  channel text not null check (channel in ('sms', 'mail')),
  news text not null,
  language text not null check (language in ('en', 'de')),
  subject text check ((subject is not null) = (channel = 'mail')),
  body text not null check (length(body) between 1 and 2000),
  primary key (location_id, channel, news, language)
);
`,
};
