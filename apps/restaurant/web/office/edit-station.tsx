/** All that is said of one station. */
import type { Station } from "../../contracts/index.js";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { Failure } from "./parts.js";
import { words } from "./words/index.js";

const say = words.kitchen.stations;
const MINUTE = 60;

interface EditProps {
  readonly station: Station;
  readonly others: readonly Station[];
  readonly failure: string | undefined;
  readonly onSave: (body: object) => Promise<void>;
  readonly onClose: () => void;
}

/** The dialog. */
export function EditStation({ station, others, failure, onSave, onClose }: EditProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const seconds = (name: string) => Math.round(Number(fieldText(form, name)) * MINUTE);
    const fallback = fieldText(form, "fallback");
    void onSave({
      name: fieldText(form, "name").trim(),
      fallbackStationId: fallback === "" ? null : fallback,
      parallelism: Number(fieldText(form, "parallelism")),
      warnAfterSeconds: seconds("warn"),
      lateAfterSeconds: seconds("late"),
    });
  };
  const number = (name: string, label: string, value: number) => (
    <label>
      {label}
      <input {...{ name }} type="number" min={0.5} step={0.5} required defaultValue={String(value)} />
    </label>
  );
  return (
    <Dialog title={station.name} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <label>
          {words.frame.name}
          <input name="name" required maxLength={60} defaultValue={station.name} />
        </label>
        <label>
          {say.whoTakesOver}
          <select name="fallback">
            <option value="">{say.defaultStation}</option>
            {others.map(({ id, name }) => (
              <option key={id} value={id} selected={id === station.fallbackStationId}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say.dishesAtOnce}
          <input
            name="parallelism"
            type="number"
            min={1}
            max={50}
            required
            defaultValue={String(station.parallelism)}
          />
        </label>
        {number("warn", say.warnedAfter, station.warnAfterSeconds / MINUTE)}
        {number("late", say.lateAfter, station.lateAfterSeconds / MINUTE)}
        <Failure words={failure} />
        <button type="submit" class="primary">
          {words.frame.save}
        </button>
      </form>
    </Dialog>
  );
}
