/** What the price is made of, and when the order is ready. */
import type { Quote } from "../../contracts/index.js";
import { formatMoney, type Money } from "../shared/money.js";
import { momentIn } from "../shared/time.js";
import type { OrderType } from "./wish.js";
import { words } from "./words/index.js";

interface Props {
  readonly quote: Quote;
  readonly orderType: OrderType;
  readonly timeZone: string;
}

/** The rows under the lines. */
export function Terms({ quote: { subtotal, taxes, fees, tip, promisedAt }, orderType, timeZone }: Props) {
  return (
    <div class="soft">
      {fees.amount === 0 && tip.amount === 0 ? null : <Row name={words.bill.dishes} money={subtotal} />}
      {fees.amount === 0 ? null : <Row name={words.bill.delivery} money={fees} />}
      {tip.amount === 0 ? null : <Row name={words.bill.tip} money={tip} />}
      {taxes.map((tax) => (
        <Row
          key={`${tax.name} ${tax.ratePpm}`}
          name={tax.included ? words.bill.including(tax.name) : tax.name}
          money={tax.amount}
        />
      ))}
      <p>
        {(orderType === "delivery" ? words.place.atDoorAbout : words.place.readyAbout)(momentIn(promisedAt, timeZone))}
      </p>
    </div>
  );
}

function Row({ name, money }: { readonly name: string; readonly money: Money }) {
  return (
    <p class="spread">
      <span>{name}</span>
      <span>{formatMoney(money)}</span>
    </p>
  );
}
