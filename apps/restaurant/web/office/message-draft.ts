/** A text while it is written: what is wrong with it, what a guest would read, and how many messages that is. */
import type { MessageTexts } from "../../contracts/index.js";
import { filled, type Placeholder, textFault } from "../../contracts/message-template.js";
import { type SmsLength, smsLength } from "../../contracts/sms-length.js";
import { words } from "./words/index.js";

const say = words.messages;

/** One of a place's texts. */
export type Text = MessageTexts["texts"][number];

/** What a draft comes to. */
export interface Draft {
  /** Why it cannot be saved, in words. */
  readonly fault: string | undefined;
  readonly subject: string;
  readonly body: string;
  /** A text message's. */
  readonly length: SmsLength | undefined;
}

/** Looks at it, filled in as for a guest of the place. */
export function draftOf({ channel, news, subject, body }: Text, place: string): Draft {
  const values: Readonly<Record<Placeholder, string>> = {
    ...{ place, number: "042", link: `${location.origin}/track/${"A".repeat(TOKEN_LENGTH)}` },
    ...say.sample,
  };
  const shown = (text: string) => filled(text, { value: (name) => values[name] ?? `{${name}}` });
  const fault = textFault(channel, news, { body, ...(subject === null ? {} : { subject }) });
  const read = shown(body);
  return {
    fault: fault && faultWords(fault),
    subject: shown(subject ?? ""),
    body: read,
    length: channel === "sms" ? smsLength(read) : undefined,
  };
}

/** As long as a tracking link's token is. */
const TOKEN_LENGTH = 43;

function faultWords(fault: NonNullable<ReturnType<typeof textFault>>): string {
  if (fault.code === "subject_unfit") return say.subjectUnfit;
  return fault.code === "placeholder_unknown" ? say.unknown(fault.placeholder) : say.missing(fault.placeholder);
}
