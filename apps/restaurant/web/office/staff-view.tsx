/** Who works at the place: taking people on, what each is, a new password, a lost app, and letting people go. */
import { useState } from "preact/hooks";
import type { StaffMember, Station } from "../../contracts/index.js";
import { Dialog } from "../shared/dialog.js";
import { named } from "./named.js";
import { Confirm, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { StaffFields, saidOf } from "./staff-fields.js";
import { callStrongly } from "./step-up.js";
import { type Doing, useDoing, useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.staff;

/** A password that is shown once, to be handed over. */
interface Handed {
  readonly name: string;
  readonly password: string;
}

/** The view. */
export function StaffView({ person, at }: ViewProps) {
  const { data, failure, reload } = useLoaded<{ staff: readonly StaffMember[] }>(`${at}/staff`);
  const stations = useLoaded<{ stations: readonly Station[] }>(`${at}/stations`).data?.stations ?? [];
  const doing = useDoing();
  const [edited, setEdited] = useState<StaffMember>();
  const [handed, setHanded] = useState<Handed>();
  const change = (path: string, call: { method: "POST" | "DELETE" }) =>
    doing.run(() => callStrongly(path, call), reload);
  const renew = (member: StaffMember) =>
    doing.run(async () => {
      const path = `${at}/staff/${member.id}/password`;
      const { initialPassword } = await callStrongly<{ initialPassword: string }>(path, { method: "POST" });
      setHanded({ name: member.name, password: initialPassword });
    });
  const actions = (member: StaffMember) =>
    member.id === person.id ? (
      say.you
    ) : (
      <MemberActions
        {...{ member, doing }}
        isOwner={person.role === "owner"}
        onEdit={() => setEdited(member)}
        onPassword={() => void renew(member)}
        onSignOut={() => void change(`/api/v1/staff/${member.id}/sign-out`, { method: "POST" })}
        onApp={() => void change(`/api/v1/staff/${member.id}/second-factor/reset`, { method: "POST" })}
        onRemove={() => void change(`${at}/staff/${member.id}`, { method: "DELETE" })}
      />
    );
  return (
    <div class="stack">
      <Failure words={failure ?? doing.failure} />
      <HandOver handed={handed} onDone={() => setHanded(undefined)} />
      <SortedTable
        caption={say.caption}
        columns={columnsOf(stations, actions)}
        rows={data?.staff ?? []}
        keyOf={({ id }) => id}
      />
      <NewMember at={at} stations={stations} onMade={setHanded} reload={reload} />
      {edited === undefined ? null : (
        <EditMember {...{ at, stations, reload }} member={edited} onClose={() => setEdited(undefined)} />
      )}
    </div>
  );
}

function columnsOf(stations: readonly Station[], actions: Column<StaffMember>["cell"]): readonly Column<StaffMember>[] {
  const roleOf = ({ role }: StaffMember): string => named(words.codes.role, role);
  const stationsOf = (member: StaffMember): string => stationWords(member, stations);
  const appOf = ({ secondFactor }: StaffMember): string => (secondFactor ? say.appSet : "");
  return [
    { name: words.frame.name, isHeader: true, sortBy: ({ name }) => name, cell: ({ name }) => name },
    { name: say.email, sortBy: ({ email }) => email, cell: ({ email }) => email },
    { name: say.role, sortBy: roleOf, cell: roleOf },
    { name: say.stations, sortBy: stationsOf, cell: stationsOf },
    { name: say.app, sortBy: appOf, cell: appOf },
    { name: "", cell: actions },
  ];
}

function HandOver({ handed, onDone }: { readonly handed: Handed | undefined; readonly onDone: () => void }) {
  return (
    <div role="status">
      {handed === undefined ? null : (
        <div class="notice good stack">
          <p>{say.handOver(handed.name)}</p>
          <code class="secret">{handed.password}</code>
          <button type="button" onClick={onDone}>
            {say.done}
          </button>
        </div>
      )}
    </div>
  );
}

interface ActionProps {
  readonly member: StaffMember;
  readonly doing: Doing;
  readonly isOwner: boolean;
  readonly onEdit: () => void;
  readonly onPassword: () => void;
  readonly onSignOut: () => void;
  readonly onApp: () => void;
  readonly onRemove: () => void;
}

function MemberActions({ member, doing, isOwner, onEdit, onPassword, onSignOut, onApp, onRemove }: ActionProps) {
  const { name } = member;
  const disabled = doing.busy;
  return (
    <div class="row wrap">
      <button type="button" onClick={onEdit}>
        {say.change(name)}
      </button>
      <Confirm {...{ disabled }} name={say.newPassword} sure={say.newPasswordSure(name)} onConfirm={onPassword} />
      <Confirm {...{ disabled }} name={say.signOut} sure={say.signOutSure(name)} onConfirm={onSignOut} />
      {isOwner && member.secondFactor ? (
        <Confirm {...{ disabled }} name={say.appLost} sure={say.appLostSure(name)} onConfirm={onApp} />
      ) : null}
      <Confirm {...{ disabled }} name={say.letGo(name)} sure={words.frame.yesAtOnce} onConfirm={onRemove} />
    </div>
  );
}

interface NewProps {
  readonly at: string;
  readonly stations: readonly Station[];
  readonly onMade: (handed: Handed | undefined) => void;
  readonly reload: () => Promise<void>;
}

function NewMember({ at, stations, onMade, reload }: NewProps) {
  const { busy, failure, run } = useDoing();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const body = { ...saidOf(data, stations), email: data.get("email") };
    const done = await run(async () => {
      type Made = { readonly member: StaffMember; readonly initialPassword: string | null };
      const { member, initialPassword } = await callStrongly<Made>(`${at}/staff`, { method: "POST", body });
      onMade(initialPassword === null ? undefined : { name: member.name, password: initialPassword });
      await reload();
    });
    if (done) form.reset();
  };
  return (
    <form class="card stack" aria-label={say.takeOn} onSubmit={(event) => void submit(event)}>
      <h2>{say.takeOn}</h2>
      <label>
        {say.email}
        <input name="email" type="email" required maxLength={254} autocomplete="off" />
      </label>
      <StaffFields stations={stations} member={undefined} />
      <Failure words={failure} />
      <div>
        <button type="submit" class="primary" disabled={busy}>
          {say.takeThemOn}
        </button>
      </div>
    </form>
  );
}

interface EditProps extends Pick<NewProps, "at" | "stations" | "reload"> {
  readonly member: StaffMember;
  readonly onClose: () => void;
}

function EditMember({ at, stations, member, reload, onClose }: EditProps) {
  const { busy, failure, run } = useDoing();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const body = saidOf(new FormData(event.currentTarget as HTMLFormElement), stations);
    const done = await run(() => callStrongly(`${at}/staff/${member.id}`, { method: "PATCH", body }), reload);
    if (done) onClose();
  };
  return (
    <Dialog title={member.name} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <StaffFields stations={stations} member={member} />
        <p class="soft">{say.roleSignsOut}</p>
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy}>
          {words.frame.save}
        </button>
      </form>
    </Dialog>
  );
}

function stationWords({ stationIds }: StaffMember, stations: readonly Station[]): string {
  return stations
    .filter(({ id }) => stationIds.includes(id))
    .map(({ name }) => name)
    .join(", ");
}
