/** The first start: the owner, the place and what it begins with, against the token that the terminal showed. */
import { useState } from "preact/hooks";
import { callApi, wordsFor } from "../shared/api.js";
import { fieldText } from "../shared/form.js";
import { signIn } from "../shared/session.js";
import { words as page } from "./words/index.js";

const { setUp: words } = page;

/** The zones that browsers know, and this one's own even where it is not among them. */
function timeZones(): readonly string[] {
  const own = ownZone();
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(own) ? known : [own, ...known];
}

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The form; whoever fills it in goes on in the office, with the stations. */
export function SetUp() {
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => fieldText(form, name).trim();
    const [email, password] = [text("email"), fieldText(form, "password")];
    setBusy(true);
    setFailure(undefined);
    try {
      const restaurant = { name: text("place"), currency: text("currency").toUpperCase(), timezone: text("timezone") };
      const sampleMenu = text("begin") === "sample";
      const body = { token: text("token"), email, password, name: text("name"), restaurant, sampleMenu };
      await callApi("/api/v1/setup", { method: "POST", body });
      await signIn(email, password);
      location.assign("/office/kitchen");
    } catch (error) {
      setFailure(wordsFor(error, page));
      setBusy(false);
    }
  };
  return (
    <main class="narrow stack">
      <h1>{words.title}</h1>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <label>
          {words.token} <span class="soft">{words.tokenHint}</span>
          <input name="token" required maxLength={128} autocomplete="off" />
        </label>
        <Owner />
        <Place />
        <Beginning />
        <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
        <button class="primary" type="submit" disabled={busy}>
          {busy ? words.busy : words.submit}
        </button>
      </form>
      <p>
        <a class="way" href="#sign-in">
          {words.already}
        </a>
      </p>
    </main>
  );
}

function Owner() {
  return (
    <fieldset class="stack">
      <legend>{words.owner}</legend>
      <label>
        {words.name}
        <input name="name" required maxLength={80} autocomplete="name" />
      </label>
      <label>
        {page.email}
        <input name="email" type="email" required autocomplete="username" />
      </label>
      <label>
        {page.password} <span class="soft">{words.passwordHint}</span>
        <input name="password" type="password" required minLength={12} maxLength={200} autocomplete="new-password" />
      </label>
    </fieldset>
  );
}

function Place() {
  return (
    <fieldset class="stack">
      <legend>{words.place}</legend>
      <label>
        {words.placeName}
        <input name="place" required maxLength={80} autocomplete="organization" />
      </label>
      <label>
        {words.currency} <span class="soft">{words.currencyHint}</span>
        <input name="currency" required pattern="[A-Za-z]{3}" maxLength={3} defaultValue="EUR" />
      </label>
      <label>
        {words.timezone}
        <select name="timezone">
          {timeZones().map((zone) => (
            <option key={zone} value={zone} selected={zone === ownZone()}>
              {zone}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

function Beginning() {
  return (
    <fieldset>
      <legend>{words.begin}</legend>
      <label class="row">
        <input type="radio" name="begin" value="sample" defaultChecked />
        <span>{words.sample}</span>
      </label>
      <label class="row">
        <input type="radio" name="begin" value="empty" />
        <span>{words.empty}</span>
      </label>
    </fieldset>
  );
}
