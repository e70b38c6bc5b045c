/** Taking an order at the counter, at a table or on the phone, or adding to one: the menu, and what was said beside it. */
import { useEffect, useState } from "preact/hooks";
import type { Menu, MenuItem, StaffOrder } from "../../contracts/index.js";
import { type CartLine, cartTotal, slipLines } from "../guest/cart.js";
import { CartLines } from "../guest/cart-lines.js";
import { ItemDialog } from "../guest/item-dialog.js";
import { awayLines } from "../guest/wish.js";
import { formatMoney } from "../shared/money.js";
import { callAs } from "../shared/session.js";
import { CounterFields, saidAt } from "./counter-fields.js";
import { CounterGrid, isPlain } from "./counter-grid.js";
import { OrderPanel } from "./order-panel.js";
import { Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import "../guest/guest.css";
import "./counter.css";
import { words } from "./words/index.js";

const say = words.counter;

const EVERY_MILLISECONDS = 30_000;
const MOST = 99;

/** The view; once an order is taken its panel is beside the menu, to be paid. */
export function CounterView(props: ViewProps) {
  const { person, at } = props;
  const slug = person.locations.find(({ id }) => id === person.locationId)?.slug ?? "";
  const { data: menu, failure } = useLoaded<Menu>(`/api/v1/locations/${slug}/menu`, EVERY_MILLISECONDS);
  const [lines, setLines] = useState<readonly CartLine[]>([]);
  const [chosen, setChosen] = useState<{ readonly item: MenuItem; readonly line: CartLine | undefined }>();
  const [taken, setTaken] = useState<string>();
  const orderId = useAddressed();
  // Whoever asks for another slip wants to see it, and not what was taken before.
  useEffect(() => setTaken(undefined), [orderId]);
  const save = (line: Omit<CartLine, "key">): void => {
    const before = chosen?.line;
    const kept = lines.map((one) => (one.key === before?.key ? { ...line, key: one.key } : one));
    setLines(before === undefined ? [...lines, { ...line, key: crypto.randomUUID() }] : kept);
    setChosen(undefined);
    setTaken(undefined);
  };
  const press = (item: MenuItem): void => {
    if (!isPlain(item)) setChosen({ item, line: undefined });
    else {
      setLines(oneMore(lines, item));
      setTaken(undefined);
    }
  };
  if (menu === undefined) return <Failure words={failure} />;
  return (
    <div class="counter">
      <CounterGrid menu={menu} onChoose={press} />
      {taken === undefined ? (
        <Slip
          key={orderId ?? "new"}
          {...{ at, menu, lines, orderId }}
          onEdit={(line) => setChosen({ item: line.item, line })}
          onLines={setLines}
          onTaken={(id) => {
            setLines([]);
            setTaken(id);
          }}
        />
      ) : (
        <OrderPanel key={taken} {...props} orderId={taken} onOpen={setTaken} onClose={() => setTaken(undefined)} />
      )}
      {chosen === undefined ? null : (
        <ItemDialog
          key={chosen.line?.key ?? chosen.item.id}
          {...chosen}
          onSave={save}
          onClose={() => setChosen(undefined)}
        />
      )}
    </div>
  );
}

/** The order that the page's address names, to which dishes are added: `#order=...`. */
function useAddressed(): string | undefined {
  const read = () => /^#order=([0-9a-f-]{36})$/.exec(location.hash)?.[1];
  const [orderId, setOrderId] = useState(read);
  useEffect(() => {
    const changed = () => setOrderId(read());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return orderId;
}

/** One more of a dish that leaves nothing to choose: of the line that is there already, or as a line of its own. */
function oneMore(lines: readonly CartLine[], item: MenuItem): readonly CartLine[] {
  const there = lines.find((line) => line.item.id === item.id && line.instructions === "" && line.quantity < MOST);
  if (there !== undefined) {
    return lines.map((line) => (line === there ? { ...line, quantity: line.quantity + 1 } : line));
  }
  const variantId = item.variants[0]?.id ?? "";
  return [...lines, { key: crypto.randomUUID(), item, variantId, quantity: 1, options: {}, instructions: "" }];
}

interface SlipProps {
  readonly at: string;
  readonly menu: Menu;
  readonly lines: readonly CartLine[];
  /** The order the lines are added to; a new one without it. */
  readonly orderId: string | undefined;
  readonly onEdit: (line: CartLine) => void;
  readonly onLines: (lines: readonly CartLine[]) => void;
  readonly onTaken: (orderId: string) => void;
}

/** One key for each slip: two presses take it once. */
function Slip({ at, menu, lines, orderId, onEdit, onLines, onTaken }: SlipProps) {
  const [key] = useState(() => crypto.randomUUID());
  const [orderType, setOrderType] = useState("pickup");
  const { busy, failure, run } = useDoing();
  const away = awayLines(lines, menu);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const said = orderId === undefined ? saidAt(form, orderType) : {};
    const path = orderId === undefined ? `${at}/orders` : `/api/v1/orders/${orderId}/lines`;
    const body = { ...said, lines: slipLines(lines) };
    const call = { method: "POST", body, headers: { "idempotency-key": key } } as const;
    void run(async () => onTaken((await callAs<StaffOrder>(path, call)).id));
  };
  return (
    <form class="card stack slip" aria-label={say.slip} onSubmit={submit}>
      <h2>{orderId === undefined ? say.newOrder : say.addedDishes}</h2>
      <CartLines
        {...{ lines, away, onEdit }}
        onCount={(one, quantity) => onLines(lines.map((line) => (line.key === one ? { ...line, quantity } : line)))}
        onRemove={(one) => onLines(lines.filter((line) => line.key !== one))}
      />
      <p class="spread">
        <span>{say.total}</span>
        <strong>{formatMoney(cartTotal(lines, menu))}</strong>
      </p>
      {orderId === undefined ? (
        <CounterFields
          {...{ at, orderType }}
          onType={setOrderType}
          onOrder={(id) => {
            location.hash = `order=${id}`;
          }}
        />
      ) : (
        <a href="#new">{say.newInstead}</a>
      )}
      <Failure words={failure} />
      <button type="submit" class="primary" disabled={busy || lines.length === 0 || away.length > 0}>
        {busy ? words.frame.oneMoment : orderId === undefined ? say.take : say.addTo}
      </button>
    </form>
  );
}
