/** Who the order is for, and how they are reached. */
import { useState } from "preact/hooks";
import type { OrderSlip, Profile } from "../../contracts/index.js";
import { isReachable } from "../../contracts/reachable.js";
import type { OrderType } from "./wish.js";
import { words } from "./words/index.js";

const { contact } = words;

/** What is missing of it. */
export type Missing = "name" | "reach";

export interface ReachProps {
  readonly orderType: OrderType;
  /** Whether whoever gives an e-mail address is written to. */
  readonly byMail: boolean;
  /** Who is signed in. */
  readonly profile: Profile | undefined;
  /** What was missing when the order was to be sent. */
  readonly missing: Missing | undefined;
}

/** What is missing first of what was typed. */
export function missingIn(
  { name, ...contact }: OrderSlip["contact"],
  { orderType, byMail }: Pick<ReachProps, "orderType" | "byMail">,
): Missing | undefined {
  if (name === "") return "name";
  return isReachable({ orderType, byMail, contact }) ? undefined : "reach";
}

/** Leads whoever has no mouse to it. */
export function focusOn(form: HTMLFormElement, missing: Missing): void {
  const field = form.elements.namedItem(missing === "name" ? "name" : "phone");
  if (field instanceof HTMLElement) field.focus();
}

/** The fields; they are read from the form when it is sent. */
export function WhoFields({ orderType, byMail, profile, missing }: ReachProps) {
  const [phone, setPhone] = useState(profile?.phone ?? "");
  const isNeeded = orderType !== "dine_in";
  const fault = (what: Missing) =>
    missing === what ? ({ "aria-invalid": true, "aria-describedby": `${what}-missing` } as const) : {};
  return (
    <>
      <label>
        {contact.name}
        <input
          name="name"
          autocomplete="name"
          aria-required
          maxLength={80}
          defaultValue={profile?.name ?? ""}
          {...fault("name")}
        />
      </label>
      <Fault of="name" missing={missing} text={contact.nameMissing} />
      {isNeeded && byMail ? <p class="soft">{contact.oneOfBoth}</p> : null}
      <label>
        {contact.phone} <span class="soft">{isNeeded ? contact.phoneHint : contact.phoneOptional}</span>
        <input
          name="phone"
          type="tel"
          autocomplete="tel"
          placeholder="+49..."
          maxLength={20}
          aria-required={isNeeded && !byMail}
          defaultValue={profile?.phone ?? ""}
          onInput={(event) => setPhone(event.currentTarget.value)}
          {...fault("reach")}
        />
      </label>
      <Fault of="reach" missing={missing} text={byMail ? contact.reachMissing : contact.phoneMissing} />
      {byMail ? (
        <label>
          {contact.email} <span class="soft">{isNeeded ? contact.emailHint : contact.emailOptional}</span>
          <input name="email" type="email" autocomplete="email" maxLength={254} defaultValue={profile?.email ?? ""} />
        </label>
      ) : null}
      {phone.trim() === "" ? null : (
        <label class="option">
          <input name="consentSms" type="checkbox" value="yes" />
          <span>{contact.texts}</span>
        </label>
      )}
    </>
  );
}

interface FaultProps {
  readonly of: Missing;
  readonly missing: Missing | undefined;
  readonly text: string;
}

/** Beside the field, and said aloud as it comes. */
function Fault({ of, missing, text }: FaultProps) {
  return (
    <div role="alert">
      {missing === of ? (
        <p class="notice bad" id={`${of}-missing`}>
          {text}
        </p>
      ) : null}
    </div>
  );
}
