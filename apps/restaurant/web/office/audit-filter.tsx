/** What of the audit trail is looked at: which doings, whose, and of which business days. */
import type { ACTOR_KINDS } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { words } from "./words/index.js";

type ActorKind = (typeof ACTOR_KINDS)[number];

const say = words.cameras.audit;
/** Every kind has a name. */
const ACTORS: Readonly<Record<ActorKind, string>> = say.actors;

interface Props {
  readonly timeZone: string;
  /** Told the query, once it is asked for. */
  readonly onFilter: (query: string) => void;
}

/** The form. */
export function AuditFilter({ timeZone, onFilter }: Props) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const said = ["action", "actor", "from", "to"].map((name) => [name, fieldText(form, name)] as const);
    onFilter(new URLSearchParams(said.filter(([, value]) => value !== "") as [string, string][]).toString());
  };
  return (
    <form class="row wrap fields" aria-label={say.lookFor} onSubmit={submit}>
      <label>
        {say.what}
        <select name="action">
          <option value="">{say.everything}</option>
          {Object.entries(say.actions).map(([action, name]) => (
            <option key={action} value={`${action}.`}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say.who}
        <select name="actor">
          <option value="">{say.anybody}</option>
          {Object.entries(ACTORS).map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say.from(timeZone)}
        <input type="date" name="from" />
      </label>
      <label>
        {say.to(timeZone)}
        <input type="date" name="to" />
      </label>
      <button type="submit">{say.look}</button>
    </form>
  );
}
