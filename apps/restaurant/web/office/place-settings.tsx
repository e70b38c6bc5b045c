/** How the place is set up: what it takes, when it is open, how long it waits. Changed against the version that was seen. */
import { useState } from "preact/hooks";
import type { Settings, SettingsChange } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { minorUnits, typedMoney } from "../shared/money-input.js";
import { callAs } from "../shared/session.js";
import { Hours, hoursIn } from "./hours.js";
import { Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { useDoing, useLoaded } from "./use-loaded.js";

const TYPES = [
  { type: "pickup", name: "pickup" },
  { type: "delivery", name: "delivery" },
  { type: "dine_in", name: "at a table" },
] as const;

/** The card; loaded anew after each change, so that the next is made against what is there then. */
export function PlaceSettings({ person, at }: ViewProps) {
  const { data: settings, failure, reload } = useLoaded<Settings>(`${at}/settings`);
  const [saved, setSaved] = useState(false);
  return (
    <section class="card stack" aria-labelledby="place">
      <h2 id="place">The place</h2>
      <Failure words={failure} />
      <div role="status">{saved ? <p class="notice good">Saved.</p> : null}</div>
      {settings === undefined ? null : (
        <SettingsForm
          key={settings.version}
          settings={settings}
          isOwner={person.role === "owner"}
          onSave={async (body) => {
            const headers = { "if-match": `"${settings.version}"` };
            await callAs(`${at}/settings`, { method: "PATCH", body, headers });
            await reload();
            setSaved(true);
          }}
        />
      )}
    </section>
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
        Name
        <input name="name" required maxLength={80} defaultValue={settings.name} />
      </label>
      <Kinds legend="What guests can order" name="takes" chosen={settings.orderTypes} />
      <Kinds legend="What they may pay when they get it" name="later" chosen={settings.payLaterTypes} />
      <Hours hours={settings.hours} />
      <div class="row wrap fields">
        <label>
          A business day begins at
          <input name="businessDayStarts" type="time" required defaultValue={settings.businessDayStarts} />
        </label>
        <Whole
          name="acceptTimeoutSeconds"
          label="Rejected by itself after (seconds)"
          value={settings.acceptTimeoutSeconds}
        />
        <Whole
          name="paymentTimeoutSeconds"
          label="Let go unpaid after (seconds)"
          value={settings.paymentTimeoutSeconds}
        />
        <label>
          Called when an order waits too long
          <input
            name="alertPhone"
            type="tel"
            maxLength={20}
            placeholder="+49..."
            defaultValue={settings.alertPhone ?? ""}
          />
        </label>
      </div>
      <Limits settings={settings} isOwner={isOwner} />
      <Failure words={failure} />
      <div>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? "One moment..." : "Save"}
        </button>
      </div>
    </form>
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
      {TYPES.map((one) => (
        <label key={one.type} class="check">
          <input type="checkbox" name={`${name} ${one.type}`} defaultChecked={chosen.includes(one.type)} />
          <span>{one.name}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Whole({ name, label, value }: { readonly name: string; readonly label: string; readonly value: number }) {
  return (
    <label>
      {label}
      <input name={name} type="number" min={0} required defaultValue={String(value)} />
    </label>
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
      {label} ({currency})
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
      {amount("void", "A cashier voids a sent line up to", { value: cashierVoidLimit })}
      {amount("once", "A manager gives back at once up to", { value: managerRefundLimit.once, locked: !isOwner })}
      {amount("daily", "A manager gives back in a day up to", { value: managerRefundLimit.daily, locked: !isOwner })}
    </div>
  );
}

function changeIn(form: FormData, { currency }: Settings, isOwner: boolean): SettingsChange {
  const text = (name: string) => fieldText(form, name).trim();
  const money = (name: string) => minorUnits(text(name), currency) ?? 0;
  const kinds = (name: string) => TYPES.map(({ type }) => type).filter((type) => form.has(`${name} ${type}`));
  return {
    name: text("name"),
    orderTypes: kinds("takes"),
    payLaterTypes: kinds("later"),
    hours: hoursIn(form),
    businessDayStarts: text("businessDayStarts"),
    acceptTimeoutSeconds: Number(text("acceptTimeoutSeconds")),
    paymentTimeoutSeconds: Number(text("paymentTimeoutSeconds")),
    alertPhone: text("alertPhone") === "" ? null : text("alertPhone"),
    cashierVoidLimit: money("void"),
    ...(isOwner ? { managerRefundLimit: { once: money("once"), daily: money("daily") } } : {}),
  };
}
