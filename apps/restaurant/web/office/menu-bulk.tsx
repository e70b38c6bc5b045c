/** Says of all the dishes that are marked that they are sold out, or back. */
import { fieldText } from "../shared/form.js";
import { momentAfter, UNTILS } from "./until.js";
import { words } from "./words/index.js";

const say = words.menu.bulk;

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
    <form class="card row wrap fields bulk" aria-label={say.title} onSubmit={submit}>
      <p role="status">{say.marked(count)}</p>
      <label>
        {say.howLong}
        <select name="until">
          {UNTILS.map((until) => (
            <option key={until} value={until}>
              {words.menu.until[until]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" disabled={busy}>
        {say.soldOut}
      </button>
      <button type="button" disabled={busy} onClick={() => onSay({ status: "available" })}>
        {say.back}
      </button>
      <button type="button" onClick={onNone}>
        {say.none}
      </button>
    </form>
  );
}
