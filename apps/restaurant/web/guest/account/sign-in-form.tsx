/** Signing in by a code, by whatever way the house can send one. */
import { words } from "../words/index.js";
import { askForCode } from "./customer-session.js";
import { ProofForm, type Way } from "./proof-form.js";

interface Props {
  readonly slug: string;
  readonly ways: readonly Way[];
  readonly onCode: (challenge: string, code: string) => Promise<void>;
}

/** What an account is for, and the way to it. */
export function SignInForm({ slug, ways, onCode }: Props) {
  return (
    <div class="stack">
      <p class="soft">{words.account.why}</p>
      <ProofForm ways={ways} onAsk={(to) => askForCode(to, slug)} onCode={onCode} action={words.account.signIn} />
    </div>
  );
}
