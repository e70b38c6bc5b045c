/** The pictures of dishes, in the database: a backup of it is whole, and every process has them. */
import type { Migration } from "./migration.js";

export const menuImages: Migration = {
  id: 80,
  name: "menu-images",
  statements: `
create table menu_image (
  id uuid primary key,
  location_id uuid not null references location,
  -- What is to be seen, for whoever does not see it.
  alt text not null check (char_length(alt) between 1 and 200),
  -- Since when no item has it; pages that are open may ask for it for a while.
  left_at timestamptz,
  unique (location_id, id)
);

-- A picture never changes: another one is another row of menu_image.
create table menu_image_size (
  image_id uuid not null references menu_image on delete cascade,
  size int not null,
  -- WebP; made here, never what was sent.
  bytes bytea not null check (octet_length(bytes) between 1 and 2000000),
  primary key (image_id, size)
);

alter table menu_item
  add column image_id uuid,
  add foreign key (location_id, image_id) references menu_image (location_id, id);
`,
};
