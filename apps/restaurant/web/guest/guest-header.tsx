/** The top of the guest's page: whose menu this is, how the order is wanted, and what to know before choosing. */
import type { Location, Menu } from "../../contracts/index.js";
import { useEvery } from "../shared/use-every.js";
import { Notices } from "./notices.js";
import { OrderTypeSwitch } from "./order-type.js";
import type { Seat } from "./seat.js";
import type { OrderType } from "./wish.js";

interface Props {
  readonly menu: Menu;
  readonly location: Location;
  readonly seat: Seat | undefined;
  readonly orderType: OrderType;
  readonly onType: (type: OrderType) => void;
  readonly problem: string | undefined;
  readonly onJump: (event: Event, id: string) => void;
}

/** The header. */
export function GuestHeader({ menu, location, seat, orderType, onType, problem, onJump }: Props) {
  const now = useEvery(30_000);
  return (
    <header class="stack tight">
      <h1>{menu.restaurant.name}</h1>
      <OrderTypeSwitch {...{ location, seat }} chosen={orderType} onChoose={onType} />
      <Notices location={location} now={now} />
      <div role="alert">{problem === undefined ? null : <p class="notice bad">{problem}</p>}</div>
      <nav aria-label="Categories">
        {menu.categories.map((category) => (
          <a key={category.id} href={`#${category.id}`} onClick={(event) => onJump(event, category.id)}>
            {category.name}
          </a>
        ))}
      </nav>
    </header>
  );
}
