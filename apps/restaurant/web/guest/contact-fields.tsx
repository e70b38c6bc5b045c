/** Who the order is for, what the kitchen must know, and how it is paid. */
import { useState } from "preact/hooks";
import type { OrderSlip, Profile } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";

interface Props {
  /** Whether it may be paid when it is handed over, which may take a number that was proved. */
  readonly payLater: "yes" | "signed-in" | "no";
  /** Whether it may be paid online. */
  readonly payOnline: boolean;
  /** Who is signed in. */
  readonly profile: Profile | undefined;
  readonly onSignIn: () => void;
}

/** The fields; they are read from the form when it is sent. */
export function ContactFields({ payLater, payOnline, profile, onSignIn }: Props) {
  const [phone, setPhone] = useState(profile?.phone ?? "");
  return (
    <>
      <label>
        Name
        <input name="name" autocomplete="given-name" required maxLength={80} defaultValue={profile?.name ?? ""} />
      </label>
      <label>
        Phone <span class="soft">(optional, with country code)</span>
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
      <label>
        E-mail <span class="soft">(optional)</span>
        <input name="email" type="email" autocomplete="email" maxLength={254} />
      </label>
      {phone.trim() === "" ? null : (
        <label class="option">
          <input name="consentSms" type="checkbox" value="yes" />
          <span>Text me when the order is accepted and ready</span>
        </label>
      )}
      <label>
        Allergies{" "}
        <span class="soft">(the kitchen is told; it handles all allergens, so ask the staff if in doubt)</span>
        <textarea name="allergyNote" rows={2} maxLength={300} />
      </label>
      <label>
        Note for the order <span class="soft">(optional)</span>
        <textarea name="orderNote" rows={2} maxLength={500} />
      </label>
      <fieldset class="plain">
        <legend>Payment</legend>
        {payLater === "yes" ? <Pay value="counter" label="When I get it" checked /> : null}
        {payLater === "signed-in" ? (
          <p class="soft">
            To pay when you get it, sign in by a code that is texted to you.{" "}
            <button type="button" onClick={onSignIn}>
              Sign in
            </button>
          </p>
        ) : null}
        {payOnline ? <Pay value="online" label="Online, now" checked={payLater !== "yes"} /> : null}
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
