/** Where the order goes, and when: an address within a zone, and a time among those that are free. */
import type { Address, Location, Profile } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { dayIn, timeIn } from "../shared/time.js";
import { takesNow } from "./notices.js";
import { type Wish, wishedAddress, zoneOf } from "./wish.js";

interface Props {
  readonly location: Location;
  readonly wish: Wish;
  /** Who is signed in. */
  readonly profile: Profile | undefined;
  readonly onChange: (change: Partial<Wish>) => void;
}

/** The fields that this kind of order needs. */
export function Where(props: Props) {
  return (
    <>
      {props.wish.orderType === "delivery" ? <AddressFields {...props} /> : null}
      {props.wish.orderType === "dine_in" ? null : <When {...props} />}
    </>
  );
}

const FIELDS = [
  { name: "street", label: "Street and number", autocomplete: "street-address", maxLength: 120, required: true },
  { name: "postcode", label: "Postcode", autocomplete: "postal-code", maxLength: 12, required: true },
  { name: "city", label: "City", autocomplete: "address-level2", maxLength: 80, required: true },
  { name: "more", label: "Floor, door, company", autocomplete: "address-line2", maxLength: 120, required: false },
] as const;

function AddressFields({ location, wish, profile, onChange }: Props) {
  return (
    <fieldset class="stack plain">
      <legend>Delivery address</legend>
      <KeptAddresses addresses={profile?.addresses ?? []} onChoose={onChange} />
      {FIELDS.map(({ name, label, required, ...field }) => (
        <label key={name}>
          {label} {required ? null : <span class="soft">(optional)</span>}
          <input
            {...{ name, required, ...field }}
            value={wish[name]}
            aria-describedby={name === "postcode" ? "zone" : undefined}
            onInput={(event) => onChange({ [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      <p id="zone" role="status" class="soft">
        {zoneWords(location, wish.postcode)}
      </p>
      {profile === undefined ? null : (
        <label class="option">
          <input
            type="checkbox"
            checked={wish.keepsAddress}
            onChange={(event) => onChange({ keepsAddress: event.currentTarget.checked })}
          />
          <span>Keep this address in my account</span>
        </label>
      )}
    </fieldset>
  );
}

interface KeptProps {
  readonly addresses: readonly Address[];
  readonly onChoose: (change: Partial<Wish>) => void;
}

/** Fills the fields with an address of the account. */
function KeptAddresses({ addresses, onChoose }: KeptProps) {
  if (addresses.length === 0) return null;
  return (
    <label>
      Your addresses
      <select
        onChange={({ currentTarget }) => {
          const chosen = addresses[Number(currentTarget.value)];
          if (chosen !== undefined) onChoose(wishedAddress(chosen));
        }}
      >
        <option value="">Choose one</option>
        {addresses.map((one, index) => (
          <option key={`${one.street} ${one.postcode}`} value={index}>
            {one.street}, {one.postcode} {one.city}
          </option>
        ))}
      </select>
    </label>
  );
}

const POSTCODE_BEGUN = 4;

function zoneWords(location: Location, postcode: string): string {
  const zone = zoneOf(location, postcode);
  if (zone !== undefined) {
    const { name, fee, minimum } = zone;
    const least = minimum.amount === 0 ? "" : `, from ${formatMoney(minimum)} on`;
    return `${name}: delivery ${fee.amount === 0 ? "is free" : formatMoney(fee)}${least}.`;
  }
  if (postcode.trim().length >= POSTCODE_BEGUN) return "Sorry, we do not deliver to this postcode. Pickup is possible.";
  return "The postcode tells what delivery costs.";
}

function When({ location, wish, onChange }: Props) {
  const { timezone } = location;
  const slots = location.slots.filter(({ orderType }) => orderType === wish.orderType);
  const days = [...new Set(slots.map(({ startsAt }) => dayIn(startsAt, timezone)))];
  if (slots.length === 0) return null;
  return (
    <label>
      When
      <select value={wish.requestedAt} onChange={(event) => onChange({ requestedAt: event.currentTarget.value })}>
        <option value="" disabled={!takesNow(location)}>
          {takesNow(location) ? "As soon as possible" : "Choose a time"}
        </option>
        {days.map((day) => (
          <optgroup key={day} label={day}>
            {slots
              .filter(({ startsAt }) => dayIn(startsAt, timezone) === day)
              .map(({ startsAt, free }) => (
                <option key={startsAt} value={startsAt} disabled={!free}>
                  {timeIn(startsAt, timezone)}
                  {free ? "" : " (taken)"}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
