/** Who the order is for, what the kitchen must know, and how it is paid. */
import { useState } from "preact/hooks";
import type { OrderSlip, Profile } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { AllergyField } from "./allergy-field.js";
import { words } from "./words/index.js";

const { contact, account } = words;

interface Props {
  /** Whether it may be paid when it is handed over, which may take a number that was proved. */
  readonly payLater: "yes" | "signed-in" | "no";
  /** Whether it may be paid online. */
  readonly payOnline: boolean;
  /** Whether whoever gives an e-mail address is written to. */
  readonly byMail: boolean;
  /** Who is signed in. */
  readonly profile: Profile | undefined;
  readonly onSignIn: () => void;
  readonly allergyNote: string;
  readonly onAllergy: (note: string) => void;
}

/** The fields; they are read from the form when it is sent. */
export function ContactFields({ payLater, payOnline, byMail, profile, onSignIn, allergyNote, onAllergy }: Props) {
  const [phone, setPhone] = useState(profile?.phone ?? "");
  return (
    <>
      <label>
        {contact.name}
        <input name="name" autocomplete="given-name" required maxLength={80} defaultValue={profile?.name ?? ""} />
      </label>
      <label>
        {contact.phone} <span class="soft">{contact.phoneHint}</span>
        <input
          name="phone"
          type="tel"
          autocomplete="tel"
          placeholder="+49..."
          maxLength={20}
          defaultValue={profile?.phone ?? ""}
          onInput={(event) => setPhone(event.currentTarget.value)}
        />
      </label>
      {byMail ? (
        <label>
          {contact.email} <span class="soft">{contact.emailHint}</span>
          <input name="email" type="email" autocomplete="email" maxLength={254} defaultValue={profile?.email ?? ""} />
        </label>
      ) : null}
      {phone.trim() === "" ? null : (
        <label class="option">
          <input name="consentSms" type="checkbox" value="yes" />
          <span>{contact.texts}</span>
        </label>
      )}
      <AllergyField note={allergyNote} onChange={onAllergy} />
      <label>
        {contact.note} <span class="soft">{contact.optional}</span>
        <textarea name="orderNote" rows={2} maxLength={500} />
      </label>
      <fieldset class="plain">
        <legend>{contact.payment}</legend>
        {payLater === "yes" ? <Pay value="counter" label={contact.later} checked /> : null}
        {payLater === "signed-in" ? (
          <p class="soft">
            {contact.signInToPayLater}{" "}
            <button type="button" onClick={onSignIn}>
              {account.signIn}
            </button>
          </p>
        ) : null}
        {payOnline ? <Pay value="online" label={contact.online} checked={payLater !== "yes"} /> : null}
      </fieldset>
    </>
  );
}

function Pay({ value, label, checked }: { readonly value: string; readonly label: string; readonly checked: boolean }) {
  return (
    <label class="option">
      <input type="radio" name="pay" value={value} defaultChecked={checked} />
      <span>{label}</span>
    </label>
  );
}

/** What was typed, as the API takes it. */
export function saidIn(form: FormData): Omit<OrderSlip, "quoteId"> {
  const text = (name: string) => fieldText(form, name).trim();
  const given = <Name extends string>(name: Name, value: string) =>
    (value === "" ? {} : { [name]: value }) as Partial<Record<Name, string>>;
  const mode = fieldText(form, "pay") === "online" ? "online" : "counter";
  return {
    contact: { name: text("name"), ...given("phone", text("phone")), ...given("email", text("email")) },
    ...given("allergyNote", text("allergyNote")),
    ...given("orderNote", text("orderNote")),
    ...(fieldText(form, "consentSms") === "yes" ? { consentSms: true } : {}),
    payment: { mode },
  };
}
