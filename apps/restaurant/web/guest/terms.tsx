/** What the price is made of, and when the order is ready. */
import type { Quote } from "../../contracts/index.js";
import { formatMoney, type Money } from "../shared/money.js";
import { momentIn } from "../shared/time.js";
import type { OrderType } from "./wish.js";

interface Props {
  readonly quote: Quote;
  readonly orderType: OrderType;
  readonly timeZone: string;
}

/** The rows under the lines. */
export function Terms({ quote: { subtotal, taxes, fees, tip, promisedAt }, orderType, timeZone }: Props) {
  return (
    <div class="soft">
      {fees.amount === 0 && tip.amount === 0 ? null : <Row name="Dishes" money={subtotal} />}
      {fees.amount === 0 ? null : <Row name="Delivery" money={fees} />}
      {tip.amount === 0 ? null : <Row name="Tip" money={tip} />}
      {taxes.map((tax) => (
        <Row
          key={`${tax.name} ${tax.ratePpm}`}
          name={`${tax.included ? "including " : ""}${tax.name}`}
          money={tax.amount}
        />
      ))}
      <p>
        {orderType === "delivery" ? "At your door" : "Ready"} about {momentIn(promisedAt, timeZone)}
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
