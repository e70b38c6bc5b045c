/** The authenticator app: set up with a secret and its first code, or taken away. */
import { useState } from "preact/hooks";
import { fieldText } from "../shared/form.js";
import { Confirm, Failure } from "./parts.js";
import { callStrongly } from "./step-up.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.sessions.app;
const PATH = "/api/v1/auth/second-factor";

/** The card. Afterwards the page begins anew, since the person signs in differently from now on. */
export function SecondFactor({ isSet }: { readonly isSet: boolean }) {
  const [secret, setSecret] = useState<string>();
  const { busy, failure, run } = useDoing();
  const begin = () =>
    run(async () => setSecret((await callStrongly<{ secret: string }>(PATH, { method: "POST" })).secret));
  const again = async (what: () => Promise<unknown>): Promise<void> => {
    if (await run(what)) location.reload();
  };
  const confirm = (event: SubmitEvent): void => {
    event.preventDefault();
    const code = fieldText(new FormData(event.currentTarget as HTMLFormElement), "code");
    void again(() => callStrongly(`${PATH}/confirm`, { method: "POST", body: { code } }));
  };
  return (
    <section class="card stack" aria-labelledby="factor">
      <h2 id="factor">{say.title}</h2>
      <p class="soft">{isSet ? say.isSet : say.isNotSet}</p>
      <Failure words={failure} />
      {isSet ? <RecoveryCodes /> : null}
      {isSet ? (
        <div>
          <Confirm
            name={say.remove}
            sure={say.removeSure}
            onConfirm={() => void again(() => callStrongly(PATH, { method: "DELETE" }))}
          />
        </div>
      ) : null}
      {isSet || secret !== undefined ? null : (
        <div>
          <button type="button" disabled={busy} onClick={() => void begin()}>
            {say.set}
          </button>
        </div>
      )}
      {secret === undefined ? null : (
        <form class="stack" onSubmit={confirm}>
          <p>{say.typeIn}</p>
          <code class="secret">{secret}</code>
          <label class="short">
            {say.code}
            <input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="\d{6}" required />
          </label>
          <div>
            <button type="submit" class="primary" disabled={busy}>
              {say.confirm}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

/** For the day the app is lost: shown once, each good once; new ones end those before. */
function RecoveryCodes() {
  const [codes, setCodes] = useState<readonly string[]>([]);
  const { busy, failure, run } = useDoing();
  const make = () =>
    run(async () => {
      const path = `${PATH}/recovery-codes`;
      setCodes((await callStrongly<{ codes: readonly string[] }>(path, { method: "POST" })).codes);
    });
  return (
    <>
      <Failure words={failure} />
      <div>
        <Confirm name={say.newCodes} sure={say.newCodesSure} disabled={busy} onConfirm={() => void make()} />
      </div>
      <div role="status">
        {codes.length === 0 ? null : (
          <div class="notice good stack">
            <p>{say.keepCodes}</p>
            <code class="secret codes">{codes.join("\n")}</code>
          </div>
        )}
      </div>
    </>
  );
}
