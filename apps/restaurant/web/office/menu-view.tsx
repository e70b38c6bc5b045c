/** The menu as its keepers see it: dishes with their prices, the options they offer, and the taxes on them. */
import { useState } from "preact/hooks";
import type { RoutingTable, Shelf } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import { MenuCarry } from "./menu-carry.js";
import { MenuDishes } from "./menu-dishes.js";
import { MenuGroups } from "./menu-groups.js";
import { MenuPreview } from "./menu-preview.js";
import { MenuTaxes } from "./menu-taxes.js";
import { useMenuKeeping } from "./menu-things.js";
import { Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { useHere } from "./use-here.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import "./menu.css";
import { words } from "./words/index.js";

const EVERY_MILLISECONDS = 20_000;
const PARTS = ["dishes", "options", "taxes", "preview", "carry"] as const;

/** The view. */
export function MenuView({ person, at }: ViewProps) {
  const keeping = useMenuKeeping(at);
  const { slug, ...place } = useHere(person);
  const shelf = useLoaded<Shelf>("/api/v1/kds/shelf", EVERY_MILLISECONDS);
  const routes = useLoaded<RoutingTable>(`${at}/routes`);
  const doing = useDoing();
  const [part, setPart] = useState<(typeof PARTS)[number]>("dishes");
  const { things } = keeping;
  if (things === undefined || place.data === undefined) return <Failure words={keeping.failure ?? place.failure} />;
  const shared = { keeping, things, doing, currency: place.data.currency };
  const unrouted = new Set(routes.data?.unrouted.map(({ itemId }) => itemId));
  const sayOfMany = (targetIds: readonly string[], said: object): Promise<boolean> => {
    const targets = targetIds.map((targetId) => ({ kind: "variant", targetId }));
    return doing.run(() => callAs(`${at}/availability`, { method: "PUT", body: { ...said, targets } }), shelf.reload);
  };
  const say = (kind: "variant" | "option") => (id: string, soldOut: boolean) => {
    const body = { status: soldOut ? "sold_out" : "available" };
    void doing.run(() => callAs(`${at}/availability/${kind}/${id}`, { method: "PUT", body }), shelf.reload);
  };
  const onShelf = shelf.data?.things ?? [];
  return (
    <div class="stack">
      <div class="row wrap">
        {PARTS.map((name) => (
          <button key={name} type="button" aria-pressed={name === part} onClick={() => setPart(name)}>
            {words.menu.parts[name]}
          </button>
        ))}
      </div>
      <Failure words={keeping.failure ?? doing.failure} />
      {part === "dishes" ? (
        <MenuDishes {...shared} {...{ unrouted }} shelf={onShelf} onSoldOut={say("variant")} onSayOfMany={sayOfMany} />
      ) : null}
      {part === "options" ? <MenuGroups {...shared} at={at} shelf={onShelf} onSoldOut={say("option")} /> : null}
      {part === "preview" ? <MenuPreview slug={slug} timeZone={place.data.timezone} /> : null}
      {part === "carry" ? (
        <MenuCarry {...{ at, slug }} onAdded={() => Promise.all([keeping.reload(), routes.reload(), shelf.reload()])} />
      ) : null}
      {part === "taxes" ? <MenuTaxes {...shared} /> : null}
    </div>
  );
}
