/** For whom and how an order at the counter is. */
import { useState } from "preact/hooks";
import { fieldText } from "../shared/form.js";
import { TableChoice } from "./table-choice.js";
import { words } from "./words/index.js";

const say = words.counter;

const TYPES = [
  { type: "pickup", name: say.kinds.pickup },
  { type: "dine_in", name: say.kinds.dine_in },
  { type: "delivery", name: say.kinds.delivery },
] as const;

interface Props {
  readonly at: string;
  readonly orderType: string;
  readonly onType: (type: string) => void;
  /** Dishes are added to an order that is open at a table. */
  readonly onOrder: (orderId: string) => void;
}

/** The fields; they are read from the form when it is sent. */
export function CounterFields({ at, orderType, onType, onOrder }: Props) {
  const [table, setTable] = useState<string>();
  return (
    <>
      <div class="row wrap fields">
        <label>
          {say.kind}
          <select value={orderType} onChange={(event) => onType(event.currentTarget.value)}>
            {TYPES.map(({ type, name }) => (
              <option key={type} value={type}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say.channel}
          <select name="channel">
            <option value="staff">{say.channels.staff}</option>
            <option value="phone">{say.channels.phone}</option>
          </select>
        </label>
      </div>
      {orderType === "dine_in" ? <TableChoice at={at} chosen={table} onChoose={setTable} onOrder={onOrder} /> : null}
      {orderType === "delivery" ? (
        <>
          <Text name="street" label={say.street} required maxLength={120} />
          <Text name="postcode" label={say.postcode} required maxLength={12} />
          <Text name="city" label={say.city} required maxLength={80} />
        </>
      ) : null}
      <Text name="name" label={say.name} required={orderType === "delivery"} maxLength={80} />
      <Text name="phone" label={say.phone} required={orderType === "delivery"} maxLength={20} />
      <Text name="allergyNote" label={say.allergies} required={false} maxLength={300} />
      <label class="check">
        <input type="checkbox" name="draft" />
        <span>{say.keepOpen}</span>
      </label>
      <Text name="orderNote" label={say.note} required={false} maxLength={500} />
    </>
  );
}

interface TextProps {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly maxLength: number;
}

function Text({ name, label, required, maxLength }: TextProps) {
  return (
    <label>
      {label} {required ? null : <span class="soft">{words.frame.optional}</span>}
      <input {...{ name, required, maxLength }} autocomplete="off" />
    </label>
  );
}

/** What was said, as the API takes it. */
export function saidAt(form: FormData, orderType: string): Readonly<Record<string, unknown>> {
  const text = (name: string) => fieldText(form, name).trim();
  const given = (name: string) => (text(name) === "" ? {} : { [name]: text(name) });
  const phone = text("phone");
  return {
    orderType,
    channel: text("channel"),
    draft: form.has("draft"),
    ...(orderType === "dine_in" ? given("tableId") : {}),
    ...(orderType === "delivery"
      ? { address: { street: text("street"), postcode: text("postcode"), city: text("city") } }
      : {}),
    ...(text("name") === "" ? {} : { contact: { name: text("name"), ...(phone === "" ? {} : { phone }) } }),
    ...given("allergyNote"),
    ...given("orderNote"),
  };
}
