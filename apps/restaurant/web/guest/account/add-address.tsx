/** Adds a number to an account of an address, or the reverse; a session that began a while ago is proved anew first. */
import { useState } from "preact/hooks";
import type { Profile } from "../../../contracts/index.js";
import { ApiError } from "../../shared/api.js";
import { words as page } from "../words/index.js";
import { askForCode, askToAdd } from "./customer-session.js";
import { ProofForm, type Reach, type Way } from "./proof-form.js";
import type { CustomerOfPage } from "./use-customer.js";

const { account: words } = page;

/** An account that is shown, and what its place can do for it. */
export interface AccountProps {
  readonly profile: Profile;
  readonly customer: CustomerOfPage;
  readonly slug: string;
  /** What the house can send codes by. */
  readonly ways: readonly Way[];
}

/** How far it has come. */
type Step =
  | { readonly at: "shut" | "typing" | "done" }
  /** What was typed in waits for what is known already, or is asked for again after that. */
  | { readonly at: "proving" | "proved"; readonly wanted: Reach };

/** What is missing, for as long as something is and can be sent to. */
export function AddAddress({ profile, customer, slug, ways }: AccountProps) {
  const [step, setStep] = useState<Step>({ at: "shut" });
  if (step.at === "done") return <p role="status">{words.added}</p>;
  const known = knownOf(profile, ways);
  const [missing] = ways.filter((way) => profile[way] === null);
  if (missing === undefined || known === undefined) return null;
  if (step.at === "shut") {
    return (
      <button type="button" class="low" onClick={() => setStep({ at: "typing" })}>
        {words.addOne[missing]}
      </button>
    );
  }
  const ask = (to: Reach) =>
    askToAdd(to, slug).catch((error: unknown) => {
      if (isOldSession(error)) setStep({ at: "proving", wanted: to });
      throw error;
    });
  if (step.at === "proving") {
    const prove = async (challenge: string, code: string): Promise<void> => {
      await customer.signIn(challenge, code);
      setStep({ at: "proved", wanted: step.wanted });
    };
    return (
      <section class="stack tight">
        <p>{words.proveFirst}</p>
        <ProofForm
          key="known"
          ways={ways}
          to={known}
          onAsk={(to) => askForCode(to, slug)}
          onCode={prove}
          action={words.goOn}
        />
      </section>
    );
  }
  const add = async (challenge: string, code: string): Promise<void> => {
    await customer.add(challenge, code);
    setStep({ at: "done" });
  };
  return (
    <ProofForm
      key={step.at}
      ways={[missing]}
      to={step.at === "proved" ? step.wanted : undefined}
      onAsk={ask}
      onCode={add}
      action={words.addIt}
    />
  );
}

/** What the account is known by, where a code can be sent to it. */
function knownOf({ phone, email }: Profile, ways: readonly Way[]): Reach | undefined {
  if (phone !== null && ways.includes("phone")) return { phone };
  return email !== null && ways.includes("email") ? { email } : undefined;
}

function isOldSession(error: unknown): boolean {
  return error instanceof ApiError && error.problem.code === "step_up_required";
}
