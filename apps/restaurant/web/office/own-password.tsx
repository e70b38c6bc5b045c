/** Changes one's own password; every session ends with the old one. */
import { fieldText } from "../shared/form.js";
import { callAs, leaveForSignIn } from "../shared/session.js";
import { Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.sessions.password;

/** The card. */
export function OwnPassword() {
  const { busy, failure, run } = useDoing();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const body = { current: fieldText(form, "current"), next: fieldText(form, "next") };
    if (await run(() => callAs("/api/v1/auth/password", { method: "POST", body }))) leaveForSignIn();
  };
  return (
    <form class="card stack" aria-label={say.title} onSubmit={(event) => void submit(event)}>
      <h2>{say.title}</h2>
      <label class="short">
        {say.current}
        <input name="current" type="password" autocomplete="current-password" required maxLength={200} />
      </label>
      <label class="short">
        {say.next} <span class="soft">{say.least}</span>
        <input name="next" type="password" autocomplete="new-password" required minLength={12} maxLength={200} />
      </label>
      <p class="soft">{say.signsOut}</p>
      <Failure words={failure} />
      <div>
        <button type="submit" disabled={busy}>
          {say.change}
        </button>
      </div>
    </form>
  );
}
