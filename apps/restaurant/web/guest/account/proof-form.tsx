/** Proves that a telephone number or an e-mail address is one's own: it is typed in, and so is the code that is sent to it. */
import { useEffect, useState } from "preact/hooks";
import type { Location } from "../../../contracts/index.js";
import { fieldText } from "../../shared/form.js";
import { told } from "../told.js";
import { useDeed } from "../use-deed.js";
import { words as page } from "../words/index.js";

const { account: words } = page;

/** How a code is sent. */
export type Way = "phone" | "email";

/** Where a code is sent. */
export type Reach = { readonly phone: string } | { readonly email: string };

/** What a place can send codes by. */
export function waysOf({ signIn, byMail }: Pick<Location, "signIn" | "byMail">): readonly Way[] {
  return [...(signIn ? (["phone"] as const) : []), ...(byMail ? (["email"] as const) : [])];
}

interface Props {
  /** What the house can send by; the first is chosen. */
  readonly ways: readonly Way[];
  /** Where the code goes at once, in place of what would be typed in. */
  readonly to?: Reach | undefined;
  /** Has a code sent, and gives what it is given back with. */
  readonly onAsk: (to: Reach) => Promise<string>;
  readonly onCode: (challenge: string, code: string) => Promise<void>;
  /** What the button does that the code is given with. */
  readonly action: string;
}

interface Asked {
  readonly to: Reach;
  readonly challenge: string;
}

/** One step after the other. */
export function ProofForm({ ways, to, onAsk, onCode, action }: Props) {
  const [chosen, setWay] = useState<Way>();
  const [asked, setAsked] = useState<Asked>();
  const { busy, failure, run } = useDeed(told);
  const way = to === undefined ? (chosen ?? ways[0] ?? "phone") : wayOf(to);
  const ask = (where: Reach) => run(async () => setAsked({ to: where, challenge: await onAsk(where) }));
  useEffect(() => {
    if (to !== undefined) void ask(to);
  }, []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    if (asked === undefined) void ask(to ?? reachIn(form, way));
    else void run(() => onCode(asked.challenge, fieldText(form, "code").trim()));
  };
  return (
    <form class="stack" onSubmit={submit}>
      {asked === undefined ? null : <CodeField key={asked.challenge} to={asked.to} />}
      {asked === undefined && to === undefined ? (
        <>
          {ways.length > 1 ? <Ways ways={ways} way={way} onChoose={setWay} /> : null}
          <AddressField key={way} way={way} />
        </>
      ) : null}
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      <div class="row wrap">
        <button type="submit" class="primary" disabled={busy}>
          {asked === undefined ? words.sendMe[way] : action}
        </button>
        {asked === undefined ? null : (
          <>
            <button type="button" disabled={busy} onClick={() => void ask(asked.to)}>
              {words.sendAgain}
            </button>
            {to === undefined ? (
              <button type="button" onClick={() => setAsked(undefined)}>
                {words.other[way]}
              </button>
            ) : null}
          </>
        )}
      </div>
    </form>
  );
}

const wayOf = (to: Reach): Way => ("phone" in to ? "phone" : "email");

function reachIn(form: FormData, way: Way): Reach {
  const typed = fieldText(form, way).trim();
  return way === "phone" ? { phone: typed } : { email: typed };
}

interface WaysProps {
  readonly ways: readonly Way[];
  readonly way: Way;
  readonly onChoose: (way: Way) => void;
}

function Ways({ ways, way, onChoose }: WaysProps) {
  return (
    <fieldset class="plain">
      <legend>{words.sendBy}</legend>
      {ways.map((one) => (
        <label key={one} class="option">
          <input type="radio" name="way" checked={one === way} onChange={() => onChoose(one)} />
          <span>{words.by[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function AddressField({ way }: { readonly way: Way }) {
  if (way === "email") {
    return (
      <label>
        {words.email}
        <input name="email" type="email" autocomplete="email" required maxLength={254} />
      </label>
    );
  }
  return (
    <label>
      {words.phone} <span class="soft">{words.phoneHint}</span>
      <input name="phone" type="tel" autocomplete="tel" placeholder="+49..." required maxLength={20} />
    </label>
  );
}

function CodeField({ to }: { readonly to: Reach }) {
  return (
    <>
      <p role="status">{"phone" in to ? words.textOnItsWay(to.phone) : words.mailOnItsWay(to.email)}</p>
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
