/** Says of all the dishes that are marked that they are sold out, or back. */
import { fieldText } from "../shared/form.js";
import { momentAfter, UNTILS } from "./until.js";

interface Props {
  /** How many are marked. */
  readonly count: number;
  readonly busy: boolean;
  readonly onSay: (said: { readonly status: "available" | "sold_out"; readonly until?: string }) => void;
  readonly onNone: () => void;
}

/** The bar; it is there once something is marked. */
export function BulkBar({ count, busy, onSay, onNone }: Props) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const until = momentAfter(fieldText(new FormData(event.currentTarget as HTMLFormElement), "until"), new Date());
    onSay({ status: "sold_out", ...(until === undefined ? {} : { until: until.toISOString() }) });
  };
  return (
    <form class="card row wrap fields bulk" aria-label="What is marked" onSubmit={submit}>
      <p role="status">{count === 1 ? "1 is marked" : `${count} are marked`}</p>
      <label>
        How long
        <select name="until">
          {UNTILS.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" disabled={busy}>
        They are sold out
      </button>
      <button type="button" disabled={busy} onClick={() => onSay({ status: "available" })}>
        They are back
      </button>
      <button type="button" onClick={onNone}>
        Mark none
      </button>
    </form>
  );
}
