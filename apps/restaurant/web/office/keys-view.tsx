/** The keys of programs that act for this place; a key's text is shown once, when it is made. */
import { useState } from "preact/hooks";
import { fieldText } from "../shared/form.js";
import { momentIn } from "../shared/time.js";
import { useEvery } from "../shared/use-every.js";
import { agoWords, Confirm, Failure, Table } from "./parts.js";
import type { ViewProps } from "./person.js";
import { callStrongly } from "./step-up.js";
import { useDoing } from "./use-loaded.js";
import { useStrongly } from "./use-strongly.js";

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
    return <p class="notice warn">Keys need an authenticator app first: set one up under "My sign-ins".</p>;
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
            <p>Copy it now; it is not shown again. It is good until {momentIn(made.expiresAt)}.</p>
            <code class="secret">{made.key}</code>
            <button type="button" onClick={() => setMade(undefined)}>
              I have it
            </button>
          </div>
        )}
      </div>
      <Table caption="Keys" columns={["Key", "May", "Made", "Used", "Until", ""]}>
        {(data?.keys ?? []).map((key) => (
          <tr key={key.id}>
            <td>{key.label}</td>
            <td>{key.scopes.join(", ")}</td>
            <td>{agoWords(key.createdAt, now)}</td>
            <td>{agoWords(key.lastUsedAt, now)}</td>
            <td>{key.revoked ? "revoked" : key.expiresAt === null ? "" : momentIn(key.expiresAt)}</td>
            <td>
              {key.revoked ? null : (
                <div class="row wrap">
                  <Confirm
                    name={`Renew ${key.label}`}
                    sure="Yes; the old one ends in a day"
                    onConfirm={() => void make(`${PATH}/${key.id}/rotate`)}
                  />
                  <Confirm name={`Revoke ${key.label}`} sure="Yes, at once" onConfirm={() => void revoke(key)} />
                </div>
              )}
            </td>
          </tr>
        ))}
      </Table>
      <KeyForm busy={busy} onMake={(body) => void make(PATH, body)} />
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
      <h2>Make a key</h2>
      <label>
        What it is for
        <input name="label" required maxLength={80} />
      </label>
      <fieldset>
        <legend>What it may do</legend>
        {SCOPES.map((scope) => (
          <label key={scope} class="check">
            <input type="checkbox" name={scope} />
            <span>{scope}</span>
          </label>
        ))}
      </fieldset>
      <label>
        For how many days
        <input name="days" type="number" min={1} max={365} defaultValue={String(DAYS)} required />
      </label>
      <button type="submit" class="primary" disabled={busy}>
        Make it
      </button>
    </form>
  );
}
