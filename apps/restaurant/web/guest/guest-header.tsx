/** The top of the guest's page: whose menu this is, how the order is wanted, and what to know before choosing. */
import type { ComponentChildren } from "preact";
import type { Location, Menu } from "../../contracts/index.js";
import { useEvery } from "../shared/use-every.js";
import { Notices } from "./notices.js";
import { OrderTypeSwitch } from "./order-type.js";
import { AllPlaces } from "./places.js";
import { promiseWords } from "./promise-words.js";
import type { Seat } from "./seat.js";
import type { OrderType } from "./wish.js";
import { words } from "./words/index.js";

interface Props {
  readonly menu: Menu;
  readonly location: Location;
  readonly seat: Seat | undefined;
  readonly orderType: OrderType;
  readonly onType: (type: OrderType) => void;
  readonly problem: string | undefined;
  /** When the order would be ready, once there is one. */
  readonly promisedAt: string | undefined;
  /** Whether there are other places to go to. */
  readonly isOneOfMany: boolean;
  /** The way to one's account, where there are any. */
  readonly account: ComponentChildren;
}

/** The header. */
export function GuestHeader(props: Props) {
  const { menu, location, seat, orderType, onType, problem, promisedAt, isOneOfMany, account } = props;
  const now = useEvery(30_000);
  return (
    <header class="stack tight">
      <div class="spread">
        <h1>{menu.restaurant.name}</h1>
        {account}
      </div>
      {isOneOfMany ? <AllPlaces /> : null}
      <Whereabouts location={location} />
      <OrderTypeSwitch {...{ location, seat }} chosen={orderType} onChoose={onType} />
      {promisedAt === undefined ? null : <p>{promiseWords(promisedAt, { now, timeZone: location.timezone })}</p>}
      <Notices location={location} now={now} />
      <div role="alert">{problem === undefined ? null : <p class="notice bad">{problem}</p>}</div>
    </header>
  );
}

/** Whether it is open, where it is, and how to reach somebody there. */
function Whereabouts({ location: { open, address, phone } }: Pick<Props, "location">) {
  return (
    <p class="soft">
      {[open ? words.place.open : words.place.closed, address].filter(Boolean).join(" / ")}{" "}
      {phone === null ? null : <a href={`tel:${phone}`}>{phone}</a>}
    </p>
  );
}
