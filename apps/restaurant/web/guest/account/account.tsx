/** The account of whoever is signed in: their name, addresses and orders, their data to take along, and the way out. */
import { useState } from "preact/hooks";
import type { Profile } from "../../../contracts/index.js";
import { fieldText } from "../../shared/form.js";
import { saveFile } from "../../shared/save-file.js";
import { told } from "../told.js";
import { useDeed } from "../use-deed.js";
import { words as page } from "../words/index.js";
import { type AccountProps, AddAddress } from "./add-address.js";
import { callAsCustomer } from "./customer-session.js";
import { History } from "./history.js";

const { account: words } = page;

/** The account. */
export function Account({ profile, customer, slug, ways }: AccountProps) {
  const { busy, failure, run } = useDeed(told);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = fieldText(new FormData(event.currentTarget as HTMLFormElement), "accountName").trim();
    void run(() => customer.change({ name }));
  };
  const takeAlong = async (): Promise<void> => {
    saveFile(await callAsCustomer<Blob>("/api/v1/customer/export", { reads: "file" }), words.fileName);
  };
  return (
    <div class="stack">
      <p class="soft">{words.signedInAs([profile.phone, profile.email].filter(Boolean).join(", "))}</p>
      <AddAddress {...{ profile, customer, slug, ways }} />
      <form class="row" onSubmit={submit}>
        <label class="grow">
          {words.name}
          <input name="accountName" autocomplete="name" maxLength={80} defaultValue={profile.name ?? ""} />
        </label>
        <button type="submit" class="low" disabled={busy}>
          {words.keep}
        </button>
      </form>
      <Addresses profile={profile} onChange={(addresses) => void run(() => customer.change({ addresses }))} />
      <History />
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      <div class="row wrap">
        <button type="button" disabled={busy} onClick={() => void run(customer.signOut)}>
          {words.signOut}
        </button>
        <button type="button" disabled={busy} onClick={() => void run(takeAlong)}>
          {words.takeAlong}
        </button>
        <Forget busy={busy} onForget={() => void run(customer.erase)} />
      </div>
    </div>
  );
}

interface AddressesProps {
  readonly profile: Profile;
  readonly onChange: (addresses: Profile["addresses"]) => void;
}

function Addresses({ profile: { addresses }, onChange }: AddressesProps) {
  if (addresses.length === 0) return null;
  return (
    <section class="stack tight" aria-labelledby="addresses">
      <h3 id="addresses">{words.addresses}</h3>
      <ul class="lines">
        {addresses.map((one) => {
          const address = `${one.street}, ${one.postcode} ${one.city}`;
          return (
            <li key={address} class="spread">
              <span>{address}</span>
              <button
                type="button"
                aria-label={words.forgetAddress(address)}
                onClick={() => onChange(addresses.filter((other) => other !== one))}
              >
                {words.forget}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Asked twice, since there is no way back from that. */
function Forget({ busy, onForget }: { readonly busy: boolean; readonly onForget: () => void }) {
  const [asked, setAsked] = useState(false);
  return (
    <button type="button" disabled={busy} onClick={asked ? onForget : () => setAsked(true)}>
      {asked ? words.forgetSurely : words.forgetMe}
    </button>
  );
}
