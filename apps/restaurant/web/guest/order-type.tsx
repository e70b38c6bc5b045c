/** The switch between pickup, delivery and the table one sits at. */
import type { Location } from "../../contracts/index.js";
import type { Seat } from "./seat.js";
import { type OrderType, typeName, typesFor } from "./wish.js";
import { words } from "./words/index.js";

interface Props {
  readonly location: Location;
  readonly seat: Seat | undefined;
  readonly chosen: OrderType;
  readonly onChoose: (type: OrderType) => void;
}

/** Nothing to switch where there is one kind alone. */
export function OrderTypeSwitch({ location, seat, chosen, onChoose }: Props) {
  const types = typesFor(location, seat);
  if (types.length < 2) return <p class="soft">{typeName(chosen, seat)}</p>;
  return (
    <fieldset class="types">
      <legend class="visually-hidden">{words.place.howToOrder}</legend>
      {types.map((type) => (
        <label key={type}>
          <input type="radio" name="type" checked={type === chosen} onChange={() => onChoose(type)} />
          <span>{typeName(type, seat)}</span>
        </label>
      ))}
    </fieldset>
  );
}
