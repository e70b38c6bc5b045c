/** What is said of somebody who works here. */
import type { StaffMember, StaffRole, Station } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { named } from "./named.js";
import { words } from "./words/index.js";

/** The least first: a form that is emptied offers nobody more than that. */
const ROLES: readonly StaffRole[] = ["cashier", "chef", "courier", "manager", "owner"];

interface Props {
  readonly stations: readonly Station[];
  /** Who is changed; nobody yet without it. */
  readonly member: StaffMember | undefined;
}

/** The fields; they are read from the form when it is sent. */
export function StaffFields({ stations, member }: Props) {
  return (
    <>
      <label>
        {words.frame.name}
        <input name="name" required maxLength={80} defaultValue={member?.name ?? ""} autocomplete="off" />
      </label>
      <label class="short">
        {words.staff.role}
        <select name="role">
          {ROLES.map((role) => (
            <option key={role} value={role} selected={role === (member?.role ?? "cashier")}>
              {named(words.codes.role, role)}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{words.staff.stationsOfChef}</legend>
        {stations.map(({ id, name }) => (
          <label key={id} class="check">
            <input type="checkbox" name={`station ${id}`} defaultChecked={member?.stationIds.includes(id) === true} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}

/** What was said, as the API takes it. */
export function saidOf(form: FormData, stations: readonly Station[]): object {
  const role = fieldText(form, "role");
  const chosen = stations.map(({ id }) => id).filter((id) => form.has(`station ${id}`));
  return { name: fieldText(form, "name").trim(), role, stationIds: role === "chef" ? chosen : [] };
}
