/** Times of the week as rows of days and hours, in the place's own time: when it is open, or when something is sold. */
import { useState } from "preact/hooks";
import type { Settings } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { locale } from "../shared/language.js";
import { words } from "./words/index.js";

/** Some days of the week, from one minute of the day to another. */
export type WeeklyTime = Settings["hours"][number];

const say = words.weekly;

/** Monday first, as ISO 8601 counts them; the fifth of January 2026 is one. */
const DAYS = Array.from({ length: 7 }, (_, day) =>
  new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(Date.UTC(2026, 0, 5 + day)),
);
const DAY_MINUTES = 1440;
const NEW: WeeklyTime = { weekdays: [1, 2, 3, 4, 5], fromMinute: 11 * 60, toMinute: 22 * 60 };

interface Props {
  readonly legend: string;
  /** What it means that there is no row. */
  readonly none: string;
  /** What the fields' names begin with. */
  readonly name: string;
  readonly times: readonly WeeklyTime[];
}

/** The rows; they are read from the form when it is sent. */
export function WeeklyTimes({ legend, none, name, times }: Props) {
  const [rows, setRows] = useState(() => times.map((time) => ({ key: crypto.randomUUID(), time })));
  return (
    <fieldset class="stack">
      <legend>{legend}</legend>
      {rows.length === 0 ? <p class="soft">{none}</p> : null}
      {rows.map(({ key, time }, at) => (
        <fieldset key={key} class="row wrap fields">
          <legend>{say.row(at + 1)}</legend>
          {DAYS.map((day, index) => (
            <label key={day} class="check">
              <input
                type="checkbox"
                name={`${name} ${key} ${index + 1}`}
                defaultChecked={time.weekdays.includes(index + 1)}
              />
              <span>{day}</span>
            </label>
          ))}
          <label>
            {say.from}
            <input name={`${name} ${key} from`} type="time" required defaultValue={clockOf(time.fromMinute)} />
          </label>
          <label>
            {say.to}
            <input name={`${name} ${key} to`} type="time" required defaultValue={clockOf(time.toMinute)} />
          </label>
          <button type="button" onClick={() => setRows(rows.filter((row) => row.key !== key))}>
            {say.remove(at + 1)}
          </button>
        </fieldset>
      ))}
      <div>
        <button type="button" onClick={() => setRows([...rows, { key: crypto.randomUUID(), time: NEW }])}>
          {say.add}
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
export function weeklyTimesIn(form: FormData, name: string): WeeklyTime[] {
  const keys = new Set(
    [...form.keys()].flatMap((field) => (field.startsWith(`${name} `) ? (field.split(" ")[1] ?? []) : [])),
  );
  return [...keys]
    .map((key) => ({
      weekdays: DAYS.map((_, index) => index + 1).filter((day) => form.has(`${name} ${key} ${day}`)),
      fromMinute: minuteOf(fieldText(form, `${name} ${key} from`)),
      toMinute: minuteOf(fieldText(form, `${name} ${key} to`)) || DAY_MINUTES,
    }))
    .filter(({ weekdays }) => weekdays.length > 0);
}

/** "Mon Tue 11:00-15:00, Sat 10:00-24:00", for whoever looks at a list. */
export function weeklyWords(times: readonly WeeklyTime[]): string {
  return times
    .map(({ weekdays, fromMinute, toMinute }) => {
      const days = DAYS.filter((_, index) => weekdays.includes(index + 1)).join(" ");
      return `${days} ${clockOf(fromMinute)}-${toMinute === DAY_MINUTES ? "24:00" : clockOf(toMinute)}`;
    })
    .join(", ");
}
