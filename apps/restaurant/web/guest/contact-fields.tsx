/** What the kitchen must know beside who the order is for, and how it is paid. */
import type { OrderSlip } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { AllergyField } from "./allergy-field.js";
import { type ReachProps, WhoFields } from "./who-fields.js";
import { words } from "./words/index.js";

const { contact, account } = words;

interface Props extends ReachProps {
  /** Whether it may be paid when it is handed over, which may take a number that was proved. */
  readonly payLater: "yes" | "signed-in" | "no";
  /** Whether it may be paid online. */
  readonly payOnline: boolean;
  readonly onSignIn: () => void;
  readonly allergyNote: string;
  readonly onAllergy: (note: string) => void;
}

/** The fields; they are read from the form when it is sent. */
export function ContactFields({ payLater, payOnline, onSignIn, allergyNote, onAllergy, ...reach }: Props) {
  return (
    <>
      <WhoFields {...reach} />
      <AllergyField note={allergyNote} onChange={onAllergy} />
      <label>
        {contact.note} <span class="soft">{contact.optional}</span>
        <textarea name="orderNote" rows={2} maxLength={500} />
      </label>
      <fieldset class="plain" key={payLater}>
        <legend>{contact.payment}</legend>
        {payLater === "yes" ? <Pay value="counter" label={contact.later} checked /> : null}
        {payLater === "signed-in" ? (
          <p class="soft">
            {reach.profile === undefined ? contact.signInToPayLater : contact.addPhoneToPayLater}{" "}
            <button type="button" onClick={onSignIn}>
              {reach.profile === undefined ? account.signIn : account.mine}
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
