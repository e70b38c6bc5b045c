/** Makes of a message that is due what goes out, by which way, and what it costs; or tells why it goes nowhere. */
import type { Clock } from "cloche";
import { cleanEmail } from "cloche/sanitize";
import type { Kysely } from "kysely";
import type { GuestNews, Placeholder } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { digestMail } from "./digest-mail.js";
import { amountWords } from "./facts.js";
import { mailBody } from "./mail-body.js";
import { textFor } from "./message-texts.store.js";
import type { DueCode, DueDigest, DueMessage, DueNews, Spending } from "./outbox.store.js";
import { receiptTable } from "./receipt.js";
import { readReceipt } from "./receipt.store.js";
import type { Mailer } from "./smtp-mailer.js";
import { codeText, guestText, type PlaceNews, placeCall, type Told, valuesOf, waitingText } from "./texts.js";
import type { MessageSender } from "./twilio-sender.js";
import { wordsOf } from "./words/index.js";

/** What messages are made with, and who takes them. */
export interface OutgoingDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  /** Takes texts and calls; without it they wait. */
  readonly sender?: MessageSender | undefined;
  /** Takes e-mail; without it that waits. */
  readonly mailer?: Mailer | undefined;
  /** Calling codes that may be texted, such as `+49`. */
  readonly countries: readonly string[];
  /** The most texts and calls a place pays for in a day. */
  readonly perDay: number;
  /** The most e-mails of a place in a day. */
  readonly mailPerDay: number;
  /** The most codes a place sends in a day by each way. */
  readonly codesPerDay: number;
  /** Makes the code of a request for one. */
  readonly codeOf: (requestId: string) => string;
  /** The office's page of health. */
  readonly officeUrl: string;
  /** The page of an order. */
  readonly linkOf: (order: { readonly orderId: string; readonly trackVersion: number }) => string;
}

/** A message that may go. */
export interface Outgoing {
  readonly spending: Omit<Spending, "day">;
  /** Hands it over, and answers its name there. */
  readonly send: () => Promise<string>;
}

/** Why it goes nowhere. */
export interface GoesNowhere {
  readonly why: "code_over" | "number_not_allowed" | "address_unknown" | "place_unknown";
}

/** What it was about is over: somebody has come before it could go. */
export interface NotNeeded {
  readonly isOver: true;
}

/** The kinds that somebody here takes. */
export function kindsTaken({ sender, mailer }: OutgoingDeps): readonly DueMessage["kind"][] {
  return [
    ...(sender === undefined ? [] : (["sms", "call", "place_sms", "code"] as const)),
    ...(mailer === undefined ? [] : (["mail", "mail_code", "digest"] as const)),
  ];
}

/** Makes it. Nothing is sent yet. */
export function outgoing(deps: OutgoingDeps, due: DueMessage): Outgoing | GoesNowhere | NotNeeded {
  switch (due.kind) {
    case "sms":
      return newsByText(deps, due);
    case "call":
      return callOf(deps, due);
    case "place_sms":
      return placeText(deps, due);
    case "mail":
      return newsByMail(deps, due);
    case "code":
      return codeByText(deps, due);
    case "mail_code":
      return codeByMail(deps, due);
    case "digest":
      return digestByMail(deps, due);
  }
}

function newsByText(deps: OutgoingDeps, due: DueNews): Outgoing | GoesNowhere {
  const to = due.guestPhone;
  if (to === null || !mayText(deps, to)) return { why: "number_not_allowed" };
  const content = async () => {
    const { body } = await textFor(deps.db, refOf(due, "sms"));
    return guestText(body, toldOf(deps, due));
  };
  return { spending: newsSpending(deps, due), send: async () => handOver(deps, due, { to, content: await content() }) };
}

/** The place wrote its own number down; a guest's is whatever they typed. */
function callOf(deps: OutgoingDeps, due: DueNews): Outgoing | GoesNowhere | NotNeeded {
  if (!due.isWaiting) return { isOver: true };
  const to = due.isSecond ? due.secondPhone : due.placePhone;
  if (to === null) return { why: "number_not_allowed" };
  const content = placeCall(due.news as PlaceNews, { number: due.number, language: due.placeLanguage });
  return { spending: newsSpending(deps, due), send: () => handOver(deps, due, { to, content }) };
}

function placeText(deps: OutgoingDeps, due: DueNews): Outgoing | GoesNowhere | NotNeeded {
  const to = due.placePhone;
  if (!due.isWaiting) return { isOver: true };
  if (to === null) return { why: "number_not_allowed" };
  const ref = {
    locationId: due.locationId,
    channel: "sms",
    news: "order_waiting",
    language: due.placeLanguage,
  } as const;
  const content = async () => waitingText((await textFor(deps.db, ref)).body, due);
  return { spending: newsSpending(deps, due), send: async () => handOver(deps, due, { to, content: await content() }) };
}

/** Whoever has used a code, or has been forgotten meanwhile, needs none. */
function codeByText(deps: OutgoingDeps, due: DueCode): Outgoing | GoesNowhere {
  const { guestPhone: to, locationId, place, codeId, language } = due;
  if (to === null || codeId === null) return { why: "code_over" };
  if (locationId === null || place === null || language === null) return { why: "place_unknown" };
  if (!mayText(deps, to)) return { why: "number_not_allowed" };
  const content = codeText({ place, code: deps.codeOf(codeId), language });
  const spending = { locationId, purpose: "codes", most: deps.codesPerDay } as const;
  return { spending, send: () => handOver(deps, due, { to, content }) };
}

function codeByMail(deps: OutgoingDeps, due: DueCode): Outgoing | GoesNowhere {
  const { guestEmail, locationId, place, codeId, language } = due;
  if (guestEmail === null || codeId === null) return { why: "code_over" };
  if (locationId === null || place === null || language === null) return { why: "place_unknown" };
  const to = cleanEmail(guestEmail);
  if (to === undefined) return { why: "address_unknown" };
  const words = wordsOf(language).code;
  const code = deps.codeOf(codeId);
  const value = (name: Placeholder) => (name === "place" ? place : code);
  // The code in the place of the number, so that neither is looked at for placeholders.
  const said = { subject: words.subject("{place}", "{number}"), body: words.body("{place}", "{number}") };
  const written = { to, ...mailBody({ ...said, language, value, footer: [words.footer] }) };
  const spending = { locationId, purpose: "mail_codes", most: deps.codesPerDay } as const;
  return { spending, send: () => mail(deps, { key: due.key, place }, written) };
}

/** The most owners a place writes to in a day. */
const DIGESTS_PER_DAY = 20;

function digestByMail(deps: OutgoingDeps, due: DueDigest): Outgoing | GoesNowhere | NotNeeded {
  // Whoever owns the place no more is told nothing of it.
  if (due.ownerEmail === null) return { isOver: true };
  const to = cleanEmail(due.ownerEmail);
  if (to === undefined) return { why: "address_unknown" };
  const spending = { locationId: due.locationId, purpose: "digests", most: DIGESTS_PER_DAY } as const;
  const written = digestMail(due, { officeUrl: deps.officeUrl, now: new Date(deps.clock.now()) });
  return { spending, send: () => mail(deps, due, { to, ...written }) };
}

function newsByMail(deps: OutgoingDeps, due: DueNews): Outgoing | GoesNowhere {
  const to = cleanEmail(due.guestEmail ?? "");
  if (to === undefined) return { why: "address_unknown" };
  const spending = { locationId: due.locationId, purpose: "mail", most: deps.mailPerDay } as const;
  return { spending, send: async () => mail(deps, due, { to, ...(await newsMail(deps, due)) }) };
}

async function newsMail(deps: OutgoingDeps, due: DueNews) {
  const { subject = "", body } = await textFor(deps.db, refOf(due, "mail"));
  const { language, number, place, hostAddress, hostPhone } = due;
  const isReceipt = due.news === "paid";
  return mailBody({
    ...{ language, subject, body, value: valuesOf(toldOf(deps, due)) },
    table: isReceipt ? receiptTable(await readReceipt(deps.db, due.orderId), { number, language }) : undefined,
    footer: [[place, hostAddress, hostPhone].filter((one) => one !== null).join(", "), wordsOf(language).footer(place)],
  });
}

const mayText = ({ countries }: OutgoingDeps, to: string): boolean => countries.some((code) => to.startsWith(code));

const newsSpending = ({ perDay }: OutgoingDeps, { locationId }: DueNews) =>
  ({ locationId, purpose: "news", most: perDay }) as const;

const refOf = ({ locationId, news, language }: DueNews, channel: "sms" | "mail") => ({
  ...{ locationId, channel, language },
  news: news as GuestNews,
});

function toldOf({ clock, linkOf }: OutgoingDeps, due: DueNews): Told {
  const amount = due.paid === null ? undefined : amountWords(due.paid, due.currency, due.language);
  return { ...due, amount, link: linkOf(due), now: new Date(clock.now()) };
}

async function handOver(
  { sender }: OutgoingDeps,
  { id: outboxId, kind: due }: DueMessage,
  { to, content }: { readonly to: string; readonly content: string },
): Promise<string> {
  if (sender === undefined) throw new Error("Nobody takes texts and calls.");
  return sender.send({ outboxId, kind: due === "call" ? "call" : "sms", to, content });
}

interface Written {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

async function mail(
  { mailer }: OutgoingDeps,
  { key, place }: Pick<DueNews, "key" | "place">,
  written: Written,
): Promise<string> {
  if (mailer === undefined) throw new Error("Nobody takes e-mail.");
  return mailer.send({ key, fromName: place, ...written });
}
