/** Where the order goes, and when: an address within a zone, and a time among those that are free. */
import type { Address, Location, Profile } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { dayIn, timeIn } from "../shared/time.js";
import { takesNow } from "./notices.js";
import { type Wish, wishedAddress, zoneOf } from "./wish.js";
import { words } from "./words/index.js";

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
  { name: "street", autocomplete: "street-address", maxLength: 120, required: true },
  { name: "postcode", autocomplete: "postal-code", maxLength: 12, required: true },
  { name: "city", autocomplete: "address-level2", maxLength: 80, required: true },
  { name: "more", autocomplete: "address-line2", maxLength: 120, required: false },
] as const;

function AddressFields({ location, wish, profile, onChange }: Props) {
  return (
    <fieldset class="stack plain">
      <legend>{words.where.address}</legend>
      <KeptAddresses addresses={profile?.addresses ?? []} onChoose={onChange} />
      {FIELDS.map(({ name, required, ...field }) => (
        <label key={name}>
          {words.where[name]} {required ? null : <span class="soft">{words.where.optional}</span>}
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
          <span>{words.where.keep}</span>
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
      {words.where.kept}
      <select
        onChange={({ currentTarget }) => {
          const chosen = addresses[Number(currentTarget.value)];
          if (chosen !== undefined) onChoose(wishedAddress(chosen));
        }}
      >
        <option value="">{words.where.chooseOne}</option>
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
    const { name } = zone;
    const [fee, least] = [zone.fee, zone.minimum].map((money) => (money.amount === 0 ? undefined : formatMoney(money)));
    if (fee === undefined)
      return least === undefined ? words.where.zoneFree(name) : words.where.zoneFreeFrom(name, least);
    return least === undefined ? words.where.zone(name, fee) : words.where.zoneFrom(name, fee, least);
  }
  return postcode.trim().length >= POSTCODE_BEGUN ? words.where.noZone : words.where.zoneUnknown;
}

function When({ location, wish, onChange }: Props) {
  const { timezone } = location;
  const slots = location.slots.filter(({ orderType }) => orderType === wish.orderType);
  const days = [...new Set(slots.map(({ startsAt }) => dayIn(startsAt, timezone)))];
  if (slots.length === 0) return null;
  return (
    <label>
      {words.where.when}
      <select value={wish.requestedAt} onChange={(event) => onChange({ requestedAt: event.currentTarget.value })}>
        <option value="" disabled={!takesNow(location)}>
          {takesNow(location) ? words.where.soon : words.where.chooseTime}
        </option>
        {days.map((day) => (
          <optgroup key={day} label={day}>
            {slots
              .filter(({ startsAt }) => dayIn(startsAt, timezone) === day)
              .map(({ startsAt, free }) => (
                <option key={startsAt} value={startsAt} disabled={!free}>
                  {free ? timeIn(startsAt, timezone) : words.where.taken(timeIn(startsAt, timezone))}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
