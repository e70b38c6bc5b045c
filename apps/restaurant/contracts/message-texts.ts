/** Contracts of the texts that a place's guests, and its own people, are sent. */
import { contract, problems } from "cloche";
import { plainText } from "cloche/sanitize";
import { z } from "zod";
import { LANGUAGES } from "./languages.js";
import { MESSAGE_CHANNELS, TEXT_NEWS_NAMES } from "./message-template.js";
import { IfMatch } from "./orders-commands.js";
import { may } from "./staff.js";

const Which = z.object({
  channel: z.enum(MESSAGE_CHANNELS),
  news: z.enum(TEXT_NEWS_NAMES).meta({ description: "`order_waiting` is texted to the place itself." }),
  language: z.enum(LANGUAGES),
});

export const MessageTexts = z.object({
  version: z.int(),
  texts: z.array(
    Which.extend({
      subject: z.string().nullable().meta({ description: "An e-mail's." }),
      body: z.string(),
      own: z.boolean().meta({ description: "Whether the place wrote it; else it is the house's." }),
    }),
  ),
});
export type MessageTexts = z.infer<typeof MessageTexts>;

const base = {
  tags: ["settings"],
  allow: may("manageSettings"),
  limit: "120 per minute by caller",
} as const;

const PATH = "/api/v1/locations/{id}/message-texts";
const Id = z.object({ id: z.uuid() });
const CONFLICT = problems({ version_conflict: "Somebody has changed the texts meanwhile." });

export const readMessageTexts = contract({
  ...base,
  method: "GET",
  path: PATH,
  params: Id,
  summary: "What guests, and the place itself, are told of orders, in each language",
  returns: { 200: MessageTexts },
});

const Placeholder = z.object({ placeholder: z.string() });

export const writeMessageText = contract({
  ...base,
  method: "PUT",
  path: `${PATH}/{channel}/{news}/{language}`,
  summary: "Write one of them; what stands in braces is filled in",
  params: Id.extend(Which.shape),
  headers: IfMatch,
  body: z.object({
    subject: plainText(120, { min: 1 }).optional().meta({ description: "An e-mail's." }),
    body: plainText(2000, { min: 1, multiline: true }).meta({ description: "A text message's is one line of 480." }),
  }),
  returns: {
    200: MessageTexts,
    412: CONFLICT,
    422: problems(
      {
        placeholder_unknown: "That cannot be filled in here.",
        placeholder_missing: "Without that a guest does not know what is meant.",
        subject_unfit: "An e-mail has a subject, and a text message none.",
        text_too_long: "A text message is one line of 480 signs at most.",
      },
      { placeholder_unknown: Placeholder, placeholder_missing: Placeholder },
    ),
  },
});

export const dropMessageText = contract({
  ...base,
  method: "DELETE",
  path: `${PATH}/{channel}/{news}/{language}`,
  summary: "Go back to the house's own words",
  params: Id.extend(Which.shape),
  headers: IfMatch,
  returns: { 200: MessageTexts, 412: CONFLICT },
});
