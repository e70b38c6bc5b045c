/** Changes one's own password; every session ends with the old one. */
import { fieldText } from "../shared/form.js";
import { callAs, leaveForSignIn } from "../shared/session.js";
import { Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";

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
    <form class="card stack" aria-label="Password" onSubmit={(event) => void submit(event)}>
      <h2>Password</h2>
      <label class="short">
        The password as it is
        <input name="current" type="password" autocomplete="current-password" required maxLength={200} />
      </label>
      <label class="short">
        The new one <span class="soft">(12 characters or more)</span>
        <input name="next" type="password" autocomplete="new-password" required minLength={12} maxLength={200} />
      </label>
      <p class="soft">You are signed out everywhere, and sign in with the new one.</p>
      <Failure words={failure} />
      <div>
        <button type="submit" disabled={busy}>
          Change it
        </button>
      </div>
    </form>
  );
}
