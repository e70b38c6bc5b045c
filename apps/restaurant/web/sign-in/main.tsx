/** The sign-in page. */
import { useEffect, useState } from "preact/hooks";
import { ApiError, wordsFor } from "../shared/api.js";
import { fieldText } from "../shared/form.js";
import { LanguageChoice } from "../shared/language-choice.js";
import { mountPage } from "../shared/mount.js";
import { callAs, signIn } from "../shared/session.js";
import { SetUp } from "./set-up.js";
import { words } from "./words/index.js";

/** Only a path of this site: a foreign address in the query would make the page send people away. */
async function destination(): Promise<string> {
  const wanted = new URLSearchParams(location.search).get("to") ?? "";
  if (/^\/(?:[A-Za-z0-9-]+(?:\/[A-Za-z0-9-]+)*)?$/.test(wanted)) return wanted;
  const { role } = await callAs<{ readonly role: string }>("/api/v1/me");
  return role === "chef" ? "/kitchen" : "/office";
}

function SignIn() {
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [asksCode, setAsksCode] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    setFailure(undefined);
    try {
      const code = asksCode ? fieldText(form, "code") : undefined;
      await signIn(fieldText(form, "email"), fieldText(form, "password"), code);
      location.assign(await destination());
    } catch (error) {
      if (error instanceof ApiError && error.problem.code === "second_factor_needed") setAsksCode(true);
      setFailure(wordsFor(error, words));
      setBusy(false);
    }
  };
  return (
    <main class="narrow stack">
      <h1>{words.title}</h1>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <label>
          {words.email}
          <input name="email" type="email" autocomplete="username" required />
        </label>
        <label>
          {words.password}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        {asksCode ? (
          <label>
            {words.code}
            <input name="code" autocomplete="one-time-code" maxLength={17} required />
          </label>
        ) : null}
        <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
        <button class="primary" type="submit" disabled={busy}>
          {words.signIn}
        </button>
      </form>
      <p>
        <a class="way" href="/kitchen#pair">
          {words.pair}
        </a>
      </p>
      <p>
        <a class="way" href="#set-up">
          {words.setUp.lead}
        </a>
      </p>
    </main>
  );
}

/** `#set-up` is the first start's. */
function SignInPage() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return (
    <>
      {hash === "#set-up" ? <SetUp /> : <SignIn />}
      <LanguageChoice />
    </>
  );
}

mountPage(<SignInPage />, words.title);
