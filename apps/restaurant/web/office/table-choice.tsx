/** The tables as a list to choose from: by area, each with what is open there. */
import type { Floor } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { named } from "./named.js";
import { orderNumber } from "./order-card.js";
import { useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.orders.tables;

type Table = Floor["tables"][number];

const EVERY_MILLISECONDS = 10_000;

interface Props {
  /** The part of the API that is about the place. */
  readonly at: string;
  readonly chosen: string | undefined;
  readonly onChoose: (tableId: string) => void;
  /** Where an order that is open at a table is gone on with, once it is asked for. */
  readonly onOrder?: (orderId: string) => void;
}

/** The list; one of it is chosen, as `tableId` of the form it is in. */
export function TableChoice({ at, chosen, onChoose, onOrder }: Props) {
  const { data } = useLoaded<Floor>(`${at}/floor`, EVERY_MILLISECONDS);
  const tables = data?.tables ?? [];
  const areas = [...new Set(tables.map(({ serviceArea }) => serviceArea))];
  return (
    <fieldset class="stack floor">
      <legend>{say.table}</legend>
      {data !== undefined && tables.length === 0 ? <p class="soft">{say.none}</p> : null}
      {areas.map((area) => (
        <div key={area} class="stack">
          {areas.length > 1 ? <h3>{area}</h3> : null}
          {tables
            .filter(({ serviceArea }) => serviceArea === area)
            .map((table) => (
              <Row key={table.id} {...{ table, onChoose, onOrder }} isChosen={table.id === chosen} />
            ))}
        </div>
      ))}
    </fieldset>
  );
}

interface RowProps {
  readonly table: Table;
  readonly isChosen: boolean;
  readonly onChoose: Props["onChoose"];
  readonly onOrder: Props["onOrder"] | undefined;
}

function Row({ table: { id, label, sessionId, orders }, isChosen, onChoose, onOrder }: RowProps) {
  return (
    <div class="row wrap">
      <label class="check grow">
        <input type="radio" name="tableId" value={id} required checked={isChosen} onChange={() => onChoose(id)} />
        <span>
          {label} <span class="soft">{sessionId === null ? say.free : orders.length === 0 ? say.taken : ""}</span>
        </span>
      </label>
      {orders.map((order) =>
        onOrder === undefined ? (
          <span key={order.id} class="soft">
            {orderWords(order)}
          </span>
        ) : (
          <button key={order.id} type="button" onClick={() => onOrder(order.id)}>
            <span class="visually-hidden">{label}: </span>
            {orderWords(order)}
          </button>
        ),
      )}
    </div>
  );
}

function orderWords(order: Table["orders"][number]): string {
  const state = named(words.codes.orderState, order.state);
  const payment = named(words.codes.paymentState, order.paymentState);
  return `${orderNumber(order)} ${state}, ${formatMoney(order.total)} ${payment}`;
}
