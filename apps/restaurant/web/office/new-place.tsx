/** Makes another place of the house; whoever makes it works there at once. */
import { useState } from "preact/hooks";
import type { MadePlace } from "../../contracts/index.js";
import { LANGUAGES } from "../../contracts/languages.js";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { Failure } from "./parts.js";
import type { OfficeProps } from "./person.js";
import { callStrongly } from "./step-up.js";
import { useHere } from "./use-here.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";
import { workAt } from "./work-at.js";

const say = words.places;

/** The card. */
export function NewPlace({ person, renew }: Pick<OfficeProps, "person" | "renew">) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<MadePlace>();
  const { data: here } = useHere(person);
  return (
    <section class="card stack" aria-labelledby="another-place">
      <h2 id="another-place">{say.title}</h2>
      <p class="soft">{say.about}</p>
      <div role="status">
        {made === undefined ? null : (
          <div class="notice good stack">
            <p>{say.made(made.name)}</p>
            <button type="button" onClick={() => void workAt(made.id)}>
              {say.goThere(made.name)}
            </button>
          </div>
        )}
      </div>
      {person.secondFactor ? (
        <div>
          <button type="button" onClick={() => setOpen(true)}>
            {say.new}
          </button>
        </div>
      ) : (
        <p class="notice warn">{say.needsApp}</p>
      )}
      {open && here !== undefined ? (
        <PlaceDialog
          like={here}
          onClose={() => setOpen(false)}
          onMade={(place) => {
            setOpen(false);
            setMade(place);
            void renew();
          }}
        />
      ) : null}
    </section>
  );
}

interface Props {
  /** What most of a house's places have alike. */
  readonly like: { readonly currency: string; readonly timezone: string };
  readonly onClose: () => void;
  readonly onMade: (place: MadePlace) => void;
}

const FIELDS = {
  ...{ slug: say.slug, currency: say.currency, timezone: say.timezone, name: words.frame.name },
  businessDayStarts: words.settings.place.dayBegins,
};
const NAMES = ["name", "slug", "currency", "timezone", "language", "businessDayStarts"] as const;

function PlaceDialog({ like, onClose, onMade }: Props) {
  const { busy, failure, run } = useDoing({ refusals: say.refusals, fields: FIELDS });
  const [key] = useState(() => crypto.randomUUID());
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const body = Object.fromEntries(NAMES.map((name) => [name, fieldText(form, name).trim()]));
    const headers = { "idempotency-key": key };
    void run(async () => onMade(await callStrongly<MadePlace>("/api/v1/locations", { method: "POST", body, headers })));
  };
  return (
    <Dialog title={say.new} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <label>
          {words.frame.name}
          <input name="name" required maxLength={80} />
        </label>
        <label>
          {say.slug} <span class="soft">{say.slugHow}</span>
          <input name="slug" required pattern="[a-z0-9\-]{2,64}" autocapitalize="none" spellcheck={false} />
        </label>
        <label>
          {say.currency} <span class="soft">{say.currencyHow}</span>
          <input name="currency" required pattern="[A-Z]{3}" defaultValue={like.currency} />
        </label>
        <label>
          {say.timezone} <span class="soft">{say.timezoneHow}</span>
          <input name="timezone" required maxLength={64} list="time-zones" defaultValue={like.timezone} />
        </label>
        <datalist id="time-zones">
          {Intl.supportedValuesOf("timeZone").map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <label>
          {say.language}
          <select name="language">
            {LANGUAGES.map((language) => (
              <option key={language} value={language}>
                {say.languages[language]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.settings.place.dayBegins}
          <input name="businessDayStarts" type="time" required defaultValue="04:00" />
        </label>
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy}>
          {busy ? words.frame.oneMoment : say.make}
        </button>
      </form>
    </Dialog>
  );
}
