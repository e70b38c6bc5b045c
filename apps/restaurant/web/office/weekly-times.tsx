/** When a place is open: rows of days and times, in the place's own time; without a row it is always open. */
import { useState } from "preact/hooks";
import type { Settings } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";

type Window = Settings["hours"][number];

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const DAY_MINUTES = 1440;
const NEW: Window = { weekdays: [1, 2, 3, 4, 5], fromMinute: 11 * 60, toMinute: 22 * 60 };

/** The rows; they are read from the form when it is sent. */
export function Hours({ hours }: { readonly hours: readonly Window[] }) {
  const [rows, setRows] = useState(() => hours.map((window) => ({ key: crypto.randomUUID(), window })));
  return (
    <fieldset class="stack">
      <legend>Open</legend>
      {rows.length === 0 ? <p class="soft">Always.</p> : null}
      {rows.map(({ key, window }, at) => (
        <fieldset key={key} class="row wrap fields hours">
          <legend>Times {at + 1}</legend>
          {DAYS.map((day, index) => (
            <label key={day} class="check">
              <input
                type="checkbox"
                name={`hours ${key} ${index + 1}`}
                defaultChecked={window.weekdays.includes(index + 1)}
              />
              <span>{day}</span>
            </label>
          ))}
          <label>
            From
            <input name={`hours ${key} from`} type="time" required defaultValue={clockOf(window.fromMinute)} />
          </label>
          <label>
            To
            <input name={`hours ${key} to`} type="time" required defaultValue={clockOf(window.toMinute)} />
          </label>
          <button type="button" onClick={() => setRows(rows.filter((row) => row.key !== key))}>
            Remove times {at + 1}
          </button>
        </fieldset>
      ))}
      <div>
        <button type="button" onClick={() => setRows([...rows, { key: crypto.randomUUID(), window: NEW }])}>
          Add times
        </button>
      </div>
    </fieldset>
  );
}

function clockOf(minute: number): string {
  const within = minute % DAY_MINUTES;
  return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
}

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** The rows as they were typed; a row without a day says nothing. Midnight at the end is the day's last minute. */
export function hoursIn(form: FormData): Window[] {
  const keys = new Set([...form.keys()].flatMap((name) => /^hours (\S+) /.exec(name)?.[1] ?? []));
  return [...keys]
    .map((key) => ({
      weekdays: DAYS.map((_, index) => index + 1).filter((day) => form.has(`hours ${key} ${day}`)),
      fromMinute: minuteOf(fieldText(form, `hours ${key} from`)),
      toMinute: minuteOf(fieldText(form, `hours ${key} to`)) || DAY_MINUTES,
    }))
    .filter(({ weekdays }) => weekdays.length > 0);
}
