/** Signing in: a telephone number, and the code that is texted to it. */
import { useState } from "preact/hooks";
import { wordsFor } from "../../shared/api.js";
import { fieldText } from "../../shared/form.js";
import { useDeed } from "../use-deed.js";
import { askForCode } from "./customer-session.js";

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
  const { busy, failure, run } = useDeed(wordsFor);
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
          {asked === undefined ? "Text me a code" : "Sign in"}
        </button>
        {asked === undefined ? null : (
          <>
            <button type="button" disabled={busy} onClick={() => void ask(asked.phone)}>
              Text another code
            </button>
            <button type="button" onClick={() => setAsked(undefined)}>
              Another number
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
      <p class="soft">
        Nobody needs an account to order. With one you see what you ordered, and your name and addresses are kept.
      </p>
      <label>
        Your phone number <span class="soft">(with country code)</span>
        <input name="phone" type="tel" autocomplete="tel" placeholder="+49..." required maxLength={20} />
      </label>
    </>
  );
}

function CodeField({ phone }: { readonly phone: string }) {
  return (
    <>
      <p role="status">
        If {phone} is a number that we text to, a code is on its way. It is good for ten minutes, and nobody of ours
        ever asks you for it.
      </p>
      <label>
        The six digits
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
