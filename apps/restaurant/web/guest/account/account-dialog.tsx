/** The button to one's account, and what opens behind it. */
import { Dialog } from "../../shared/dialog.js";
import { Account } from "./account.js";
import { SignInForm } from "./sign-in-form.js";
import type { CustomerOfPage } from "./use-customer.js";

interface ButtonProps {
  readonly customer: CustomerOfPage;
  readonly onOpen: () => void;
}

/** Says whether somebody is signed in. */
export function AccountButton({ customer: { profile }, onOpen }: ButtonProps) {
  const words = profile === undefined ? "Sign in" : (profile.name ?? "My account");
  return (
    <button type="button" class="account" onClick={onOpen}>
      {words}
    </button>
  );
}

interface DialogProps {
  readonly customer: CustomerOfPage;
  readonly slug: string;
  readonly onClose: () => void;
}

/** Signing in, or the account of whoever is. */
export function AccountDialog({ customer, slug, onClose }: DialogProps) {
  const { profile } = customer;
  return (
    <Dialog title={profile === undefined ? "Sign in" : "Your account"} onClose={onClose}>
      {profile === undefined ? (
        <SignInForm slug={slug} onCode={customer.signIn} />
      ) : (
        <Account key={profile.id} profile={profile} customer={customer} />
      )}
    </Dialog>
  );
}
