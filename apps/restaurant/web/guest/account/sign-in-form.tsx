/** Signing in: a telephone number, and the code that is texted to it. */
import { useState } from "preact/hooks";
import { fieldText } from "../../shared/form.js";
import { told } from "../told.js";
import { useDeed } from "../use-deed.js";
import { words as page } from "../words/index.js";
import { askForCode } from "./customer-session.js";

const { account: words } = page;

interface Props {
  readonly slug: string;
  readonly onCode: (challenge: string, code: string) => Promise<void>;
}

interface Asked {
  readonly phone: string;
  readonly challenge: string;
}

/** One step after the other. */
export function SignInForm({ slug, onCode }: Props) {
  const [asked, setAsked] = useState<Asked>();
  const { busy, failure, run } = useDeed(told);
  const ask = (phone: string) => run(async () => setAsked({ phone, challenge: await askForCode(phone, slug) }));
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    if (asked === undefined) void ask(fieldText(form, "phone").trim());
    else void run(() => onCode(asked.challenge, fieldText(form, "code").trim()));
  };
  return (
    <form class="stack" onSubmit={submit}>
      {asked === undefined ? <PhoneField /> : <CodeField key={asked.challenge} phone={asked.phone} />}
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      <div class="row wrap">
        <button type="submit" class="primary" disabled={busy}>
          {asked === undefined ? words.textMe : words.signIn}
        </button>
        {asked === undefined ? null : (
          <>
            <button type="button" disabled={busy} onClick={() => void ask(asked.phone)}>
              {words.textAgain}
            </button>
            <button type="button" onClick={() => setAsked(undefined)}>
              {words.otherNumber}
            </button>
          </>
        )}
      </div>
    </form>
  );
}

function PhoneField() {
  return (
    <>
      <p class="soft">{words.why}</p>
      <label>
        {words.phone} <span class="soft">{words.phoneHint}</span>
        <input name="phone" type="tel" autocomplete="tel" placeholder="+49..." required maxLength={20} />
      </label>
    </>
  );
}

function CodeField({ phone }: { readonly phone: string }) {
  return (
    <>
      <p role="status">{words.onItsWay(phone)}</p>
      <label>
        {words.digits}
        <input
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          pattern="\d{6}"
          maxLength={6}
          required
          ref={(field) => field?.focus()}
        />
      </label>
    </>
  );
}
