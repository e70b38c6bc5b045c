/** The keys of programs that act for this place; a key's text is shown once, when it is made. */
import { useState } from "preact/hooks";
import { fieldText } from "../shared/form.js";
import { useEvery } from "../shared/use-every.js";
import { agoWords, Confirm, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { momentHere } from "./place-time.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { callStrongly } from "./step-up.js";
import { useDoing } from "./use-loaded.js";
import { useStrongly } from "./use-strongly.js";
import { words } from "./words/index.js";

const say = words.keys;

interface Key {
  readonly id: string;
  readonly label: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revoked: boolean;
}

interface NewKey {
  readonly key: string;
  readonly expiresAt: string;
}

const PATH = "/api/v1/integrations/keys";
const SCOPES = ["orders:read", "menu:availability", "menu:write", "reports:read"] as const;
const DAYS = 90;

/** The view. Keys want a second factor, and a sign-in of the last minutes. */
export function KeysView({ person }: ViewProps) {
  if (!person.secondFactor) {
    return <p class="notice warn">{say.appFirst}</p>;
  }
  return <Keys />;
}

function Keys() {
  const { data, failure, reload } = useStrongly<{ keys: readonly Key[] }>(PATH);
  const [made, setMade] = useState<NewKey>();
  const { busy, failure: refusal, run } = useDoing();
  const now = useEvery(30_000);
  const make = async (path: string, body?: object): Promise<void> => {
    await run(async () => setMade(await callStrongly<NewKey>(path, { method: "POST", body })));
    await reload();
  };
  const revoke = async ({ id }: Key): Promise<void> => {
    await run(() => callStrongly(`${PATH}/${id}`, { method: "DELETE" }));
    await reload();
  };
  return (
    <div class="stack">
      <Failure words={failure ?? refusal} />
      <div role="status">
        {made === undefined ? null : (
          <div class="notice good stack">
            <p>{say.copyNow(momentHere(made.expiresAt))}</p>
            <code class="secret">{made.key}</code>
            <button type="button" onClick={() => setMade(undefined)}>
              {say.haveIt}
            </button>
          </div>
        )}
      </div>
      <SortedTable
        caption={say.caption}
        columns={columnsOf(now, {
          onRenew: ({ id }) => void make(`${PATH}/${id}/rotate`),
          onRevoke: (key) => void revoke(key),
        })}
        rows={data?.keys ?? []}
        keyOf={({ id }) => id}
      />
      <KeyForm busy={busy} onMake={(body) => void make(PATH, body)} />
    </div>
  );
}

interface Actions {
  readonly onRenew: (key: Key) => void;
  readonly onRevoke: (key: Key) => void;
}

function columnsOf(now: number, actions: Actions): readonly Column<Key>[] {
  return [
    { name: say.key, isHeader: true, sortBy: ({ label }) => label, cell: ({ label }) => label },
    { name: say.may, sortBy: ({ scopes }) => scopes.join(), cell: ({ scopes }) => scopes.join(", ") },
    { name: say.made, sortBy: ({ createdAt }) => createdAt, cell: ({ createdAt }) => agoWords(createdAt, now) },
    {
      name: say.used,
      sortBy: ({ lastUsedAt }) => lastUsedAt ?? "",
      cell: ({ lastUsedAt }) => agoWords(lastUsedAt, now),
    },
    { name: say.until, sortBy: ({ revoked, expiresAt }) => (revoked ? "" : (expiresAt ?? "")), cell: untilWords },
    { name: "", cell: (key) => (key.revoked ? null : <KeyActions shown={key} {...actions} />) },
  ];
}

function untilWords({ revoked, expiresAt }: Key): string {
  if (revoked) return say.revoked;
  return expiresAt === null ? "" : momentHere(expiresAt);
}

function KeyActions({ shown: key, onRenew, onRevoke }: Actions & { readonly shown: Key }) {
  return (
    <div class="row wrap">
      <Confirm name={say.renew(key.label)} sure={say.renewSure} onConfirm={() => onRenew(key)} />
      <Confirm name={say.revoke(key.label)} sure={words.frame.yesAtOnce} onConfirm={() => onRevoke(key)} />
    </div>
  );
}

interface FormProps {
  readonly busy: boolean;
  readonly onMake: (body: {
    readonly label: string;
    readonly scopes: readonly string[];
    readonly days: number;
  }) => void;
}

function KeyForm({ busy, onMake }: FormProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const scopes = SCOPES.filter((scope) => form.has(scope));
    onMake({ label: fieldText(form, "label").trim(), scopes, days: Number(fieldText(form, "days")) });
  };
  return (
    <form class="card stack" onSubmit={submit}>
      <h2>{say.make}</h2>
      <label>
        {say.whatFor}
        <input name="label" required maxLength={80} />
      </label>
      <fieldset>
        <legend>{say.whatMay}</legend>
        {SCOPES.map((scope) => (
          <label key={scope} class="check">
            <input type="checkbox" name={scope} />
            <span>{scope}</span>
          </label>
        ))}
      </fieldset>
      <label>
        {say.days}
        <input name="days" type="number" min={1} max={365} defaultValue={String(DAYS)} required />
      </label>
      <button type="submit" class="primary" disabled={busy}>
        {say.makeIt}
      </button>
    </form>
  );
}
