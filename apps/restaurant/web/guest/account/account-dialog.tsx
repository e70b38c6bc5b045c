/** The button to one's account, and what opens behind it. */
import { Dialog } from "../../shared/dialog.js";
import { words } from "../words/index.js";
import { Account } from "./account.js";
import type { Way } from "./proof-form.js";
import { SignInForm } from "./sign-in-form.js";
import type { CustomerOfPage } from "./use-customer.js";

interface ButtonProps {
  readonly customer: CustomerOfPage;
  readonly onOpen: () => void;
}

/** Says whether somebody is signed in. */
export function AccountButton({ customer: { profile }, onOpen }: ButtonProps) {
  return (
    <button type="button" class="account" onClick={onOpen}>
      {profile === undefined ? words.account.signIn : (profile.name ?? words.account.mine)}
    </button>
  );
}

interface DialogProps {
  readonly customer: CustomerOfPage;
  readonly slug: string;
  readonly ways: readonly Way[];
  readonly onClose: () => void;
}

/** Signing in, or the account of whoever is. */
export function AccountDialog({ customer, slug, ways, onClose }: DialogProps) {
  const { profile } = customer;
  return (
    <Dialog title={profile === undefined ? words.account.signIn : words.account.yours} onClose={onClose}>
      {profile === undefined ? (
        <SignInForm slug={slug} ways={ways} onCode={customer.signIn} />
      ) : (
        <Account key={profile.id} {...{ profile, customer, slug, ways }} />
      )}
    </Dialog>
  );
}
