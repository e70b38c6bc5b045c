/** Pairs this screen with a station by the code the office shows. */
import { useState } from "preact/hooks";
import { fieldText } from "../shared/form.js";
import { told } from "../shared/told-staff.js";
import { pair } from "./screen.js";
import { words } from "./words/index.js";

const say = words.pair;

/** The form; where the screen was paired before, it says that this has ended. */
export function PairForm({ ended }: { readonly ended: boolean }) {
  const [failure, setFailure] = useState<string>();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    try {
      await pair(fieldText(new FormData(event.currentTarget as HTMLFormElement), "code"));
      history.replaceState(null, "", "/kitchen");
      location.reload();
    } catch (error) {
      setFailure(told(error));
    }
  };
  return (
    <main class="narrow stack">
      <h1>{say.title}</h1>
      {ended ? <p class="notice bad">{say.ended}</p> : null}
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <label>
          {say.code}
          <input
            name="code"
            required
            maxLength={8}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            defaultValue={/^#pair=([0-9A-Z]{8})$/.exec(location.hash)?.[1] ?? ""}
          />
        </label>
        <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
        <button class="primary" type="submit">
          {say.pair}
        </button>
      </form>
      <p>
        <a href="/sign-in?to=%2Fkitchen">{say.signIn}</a>
      </p>
    </main>
  );
}
