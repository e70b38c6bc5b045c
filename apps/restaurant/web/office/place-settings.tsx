/** How the place is set up: what it takes, when it is open, how long it waits. Changed against the version that was seen. */
import { useState } from "preact/hooks";
import type { Settings, SettingsChange } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { minorUnits, typedMoney } from "../shared/money-input.js";
import { callAs } from "../shared/session.js";
import { Whole } from "./menu-fields.js";
import { ORDER_KINDS } from "./order-types.js";
import { Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { WeeklyTimes, weeklyTimesIn } from "./weekly-times.js";
import { words } from "./words/index.js";
import { Zones } from "./zones.js";

const say = words.settings.place;

/** The card; loaded anew after each change, so that the next is made against what is there then. */
export function PlaceSettings({ person, at }: ViewProps) {
  const { data: settings, failure, reload } = useLoaded<Settings>(`${at}/settings`);
  const [saved, setSaved] = useState(false);
  const save = async (body: SettingsChange): Promise<void> => {
    const headers = { "if-match": `"${settings?.version}"` };
    await callAs(`${at}/settings`, { method: "PATCH", body, headers });
    await reload();
    setSaved(true);
  };
  return (
    <>
      <section class="card stack" aria-labelledby="place">
        <h2 id="place">{say.title}</h2>
        <Failure words={failure} />
        <div role="status">{saved ? <p class="notice good">{say.saved}</p> : null}</div>
        {settings === undefined ? null : (
          <SettingsForm key={settings.version} {...{ settings, isOwner: person.role === "owner", onSave: save }} />
        )}
      </section>
      {settings === undefined ? null : <Zones at={at} currency={settings.currency} />}
    </>
  );
}

interface FormProps {
  readonly settings: Settings;
  readonly isOwner: boolean;
  readonly onSave: (change: SettingsChange) => Promise<void>;
}

function SettingsForm({ settings, isOwner, onSave }: FormProps) {
  const { busy, failure, run } = useDoing();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void run(() => onSave(changeIn(form, settings, isOwner)));
  };
  return (
    <form class="stack" onSubmit={submit}>
      <p class="soft">
        {settings.slug}, {settings.timezone}, {settings.currency}
      </p>
      <label>
        {words.frame.name}
        <input name="name" required maxLength={80} defaultValue={settings.name} />
      </label>
      <Kinds legend={say.takes} name="takes" chosen={settings.orderTypes} />
      <Kinds legend={say.payLater} name="later" chosen={settings.payLaterTypes} />
      <label class="check">
        <input type="checkbox" name="proven" defaultChecked={settings.payLaterNeedsPhone} />
        <span>{say.provesPhone}</span>
      </label>
      <WeeklyTimes legend={say.open} none={say.always} name="hours" times={settings.hours} />
      <div class="row wrap fields">
        <label>
          {say.dayBegins}
          <input name="businessDayStarts" type="time" required defaultValue={settings.businessDayStarts} />
        </label>
        <Whole name="acceptTimeoutSeconds" label={say.rejectedAfter} value={settings.acceptTimeoutSeconds} />
        <Whole name="paymentTimeoutSeconds" label={say.letGoAfter} value={settings.paymentTimeoutSeconds} />
        <Phone name="phone" label={say.phone} number={settings.phone} />
        <label>
          {say.address}
          <input name="address" maxLength={200} defaultValue={settings.address ?? ""} />
        </label>
        <Phone name="alertPhone" label={say.alertPhone} number={settings.alertPhone} />
        <Phone name="secondAlertPhone" label={say.secondAlertPhone} number={settings.secondAlertPhone} />
      </div>
      <PricesAndTax settings={settings} />
      <Limits settings={settings} isOwner={isOwner} />
      <Failure words={failure} />
      <div>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? words.frame.oneMoment : words.frame.save}
        </button>
      </div>
    </form>
  );
}

interface PhoneProps {
  readonly name: string;
  readonly label: string;
  readonly number: string | null;
}

function Phone({ name, label, number }: PhoneProps) {
  return (
    <label>
      {label}
      <input name={name} type="tel" maxLength={20} placeholder="+49..." defaultValue={number ?? ""} />
    </label>
  );
}

interface KindsProps {
  readonly legend: string;
  readonly name: string;
  readonly chosen: readonly string[];
}

function Kinds({ legend, name, chosen }: KindsProps) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {ORDER_KINDS.map((one) => (
        <label key={one.type} class="check">
          <input type="checkbox" name={`${name} ${one.type}`} defaultChecked={chosen.includes(one.type)} />
          <span>{one.name}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Whether the prices hold the tax, and where a fraction of it goes. */
function PricesAndTax({ settings: { taxInclusive, taxRounding } }: { readonly settings: Settings }) {
  return (
    <div class="row wrap fields">
      <label>
        {say.prices}
        <select name="taxInclusive">
          <option value="yes" selected={taxInclusive}>
            {say.pricesHoldTax}
          </option>
          <option value="no" selected={!taxInclusive}>
            {say.pricesWithoutTax}
          </option>
        </select>
      </label>
      <label>
        {say.rounding}
        <select name="taxRounding">
          <option value="line" selected={taxRounding === "line"}>
            {say.roundingLine}
          </option>
          <option value="component" selected={taxRounding === "component"}>
            {say.roundingPart}
          </option>
        </select>
      </label>
    </div>
  );
}

interface Amount {
  readonly value: number;
  /** Whether an owner alone may set it. */
  readonly locked?: boolean;
}

function Limits({ settings, isOwner }: { readonly settings: Settings; readonly isOwner: boolean }) {
  const { currency, cashierVoidLimit, managerRefundLimit } = settings;
  const amount = (name: string, label: string, { value, locked = false }: Amount) => (
    <label>
      {say.limit(label, currency)}
      <input
        {...{ name }}
        disabled={locked}
        inputmode="decimal"
        pattern="\d+([.,]\d+)?"
        required
        defaultValue={typedMoney(value, currency)}
      />
    </label>
  );
  return (
    <div class="row wrap fields">
      {amount("void", say.cashierVoids, { value: cashierVoidLimit })}
      {amount("once", say.managerOnce, { value: managerRefundLimit.once, locked: !isOwner })}
      {amount("daily", say.managerDaily, { value: managerRefundLimit.daily, locked: !isOwner })}
    </div>
  );
}

function changeIn(form: FormData, { currency }: Settings, isOwner: boolean): SettingsChange {
  const text = (name: string) => fieldText(form, name).trim();
  const money = (name: string) => minorUnits(text(name), currency) ?? 0;
  const kinds = (name: string) => ORDER_KINDS.map(({ type }) => type).filter((type) => form.has(`${name} ${type}`));
  return {
    name: text("name"),
    orderTypes: kinds("takes"),
    payLaterTypes: kinds("later"),
    payLaterNeedsPhone: form.has("proven"),
    hours: weeklyTimesIn(form, "hours"),
    businessDayStarts: text("businessDayStarts"),
    acceptTimeoutSeconds: Number(text("acceptTimeoutSeconds")),
    paymentTimeoutSeconds: Number(text("paymentTimeoutSeconds")),
    phone: text("phone") === "" ? null : text("phone"),
    address: text("address") === "" ? null : text("address"),
    alertPhone: text("alertPhone") === "" ? null : text("alertPhone"),
    secondAlertPhone: text("secondAlertPhone") === "" ? null : text("secondAlertPhone"),
    taxInclusive: text("taxInclusive") === "yes",
    taxRounding: text("taxRounding") === "component" ? "component" : "line",
    cashierVoidLimit: money("void"),
    ...(isOwner ? { managerRefundLimit: { once: money("once"), daily: money("daily") } } : {}),
  };
}
