/** What of the audit trail is looked at: which doings, whose, and of which business days. */
import type { ACTOR_KINDS } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";

type ActorKind = (typeof ACTOR_KINDS)[number];

const ACTIONS: readonly { readonly action: string; readonly name: string }[] = [
  { action: "menu.", name: "the menu, and what is sold out" },
  { action: "route.", name: "what is made where" },
  { action: "order.", name: "orders" },
  { action: "payment.", name: "payments" },
  { action: "refund.", name: "money that goes back" },
  { action: "staff.", name: "people and their roles" },
  { action: "device.", name: "screens" },
  { action: "api_key.", name: "keys" },
  { action: "place.", name: "settings" },
  { action: "guest.", name: "what is held of guests" },
  { action: "webhook.", name: "partners' events" },
];

const ACTORS: Readonly<Record<ActorKind, string>> = {
  staff: "people who work here",
  device: "screens",
  integration: "keys",
  customer: "customers",
  guest: "guests",
  provider: "partners",
  system: "the house itself",
};

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
    <form class="row wrap fields" aria-label="Look for" onSubmit={submit}>
      <label>
        What
        <select name="action">
          <option value="">everything</option>
          {ACTIONS.map(({ action, name }) => (
            <option key={action} value={action}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Who
        <select name="actor">
          <option value="">anybody</option>
          {Object.entries(ACTORS).map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        From business day, {timeZone}
        <input type="date" name="from" />
      </label>
      <label>
        To business day
        <input type="date" name="to" />
      </label>
      <button type="submit">Look</button>
    </form>
  );
}
