/** The groups of options: what each offers, how often it is used, and what of it is sold out. */
import { useState } from "preact/hooks";
import type { Shelf, Station } from "../../contracts/index.js";
import { formatExtra } from "../shared/money.js";
import { GroupDialog, NEW_GROUP } from "./menu-group-dialog.js";
import type { Keeping, MenuGroup, MenuOption } from "./menu-things.js";
import { SoldOut } from "./sold-out.js";
import { useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.menu.group;

interface Props extends Keeping {
  readonly at: string;
  readonly shelf: Shelf["things"];
  readonly onSoldOut: (optionId: string, soldOut: boolean) => void;
}

/** The list. */
export function MenuGroups({ at, keeping, things, currency, shelf, onSoldOut }: Props) {
  const [edited, setEdited] = useState<MenuGroup | typeof NEW_GROUP>();
  const stations = useLoaded<{ readonly stations: readonly Station[] }>(`${at}/stations`);
  const usersOf = (id: string) => things.items.filter(({ groupIds }) => groupIds.includes(id)).map(({ name }) => name);
  const kept = edited !== undefined && "id" in edited ? edited : undefined;
  return (
    <div class="stack">
      {things.groups.map((group) => (
        <section key={group.id} class="card stack" aria-label={group.name}>
          <div class="row wrap">
            <h2 class="grow">{group.name}</h2>
            <span class="soft">{say.usedBy(boundsWords(group), words.menu.dishes(usersOf(group.id).length))}</span>
            <button type="button" aria-label={words.frame.editNamed(group.name)} onClick={() => setEdited(group)}>
              {words.frame.edit}
            </button>
          </div>
          {group.options.map((option) => (
            <OptionRow
              key={option.id}
              {...{ option, currency }}
              thing={shelf.find(({ id }) => id === option.id)}
              // The shelf knows what dishes offer, and nothing else.
              onSoldOut={usersOf(group.id).length === 0 ? undefined : onSoldOut}
            />
          ))}
        </section>
      ))}
      <div>
        <button type="button" onClick={() => setEdited(NEW_GROUP)}>
          {say.new}
        </button>
      </div>
      {edited === undefined ? null : (
        <GroupDialog
          key={kept?.id ?? "new"}
          group={{ ...edited, options: [...edited.options] }}
          currency={currency}
          stations={(stations.data?.stations ?? []).filter(({ kind }) => kind === "prep")}
          usedBy={kept === undefined ? [] : usersOf(kept.id)}
          onSave={(body) =>
            kept === undefined ? keeping.add("modifier-groups", body) : keeping.change("modifier-groups", kept, body)
          }
          onArchive={kept === undefined ? undefined : () => keeping.archive("modifier-groups", kept)}
          onClose={() => setEdited(undefined)}
        />
      )}
    </div>
  );
}

interface RowProps {
  readonly option: MenuOption;
  readonly currency: string;
  readonly thing: Shelf["things"][number] | undefined;
  readonly onSoldOut: Props["onSoldOut"] | undefined;
}

function OptionRow({ option, currency, thing, onSoldOut }: RowProps) {
  const { id = "" } = option;
  const extra = formatExtra({ amount: option.priceDelta, currency });
  return (
    <div class="row wrap">
      <span class="grow">
        {option.name} <span class="soft">{[extra, ...option.allergens].filter(Boolean).join(", ")}</span>
      </span>
      {onSoldOut === undefined ? null : (
        <SoldOut name={option.name} thing={thing} onSay={(soldOut) => onSoldOut(id, soldOut)} />
      )}
    </div>
  );
}

function boundsWords({ min, max, maxPerOption }: MenuGroup): string {
  const upTo = min === 0 ? say.chooseUpTo(max) : say.chooseBetween(min, max);
  const choose = min === max ? say.chooseExactly(min) : upTo;
  return maxPerOption === 1 ? choose : say.ofOne(choose, maxPerOption);
}
