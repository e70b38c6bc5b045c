/** The settings that let the house send e-mail. */
import { cleanEmail } from "cloche/sanitize";
import { secret, setting } from "cloche/secrets";
import { z } from "zod";

/** More than scheme, user, password, host and port would be options that nobody reads here. */
function isBare(text: string): boolean {
  const { hostname, pathname, search, hash } = new URL(text);
  return hostname !== "" && (pathname === "" || pathname === "/") && search === "" && hash === "";
}

/** The group is that of the other partners. */
export function mailSettings(group: string) {
  return {
    SMTP_URL: secret({
      schema: z
        .url({ protocol: /^smtps?$/ })
        .refine(isBare, "Write scheme, user, password, host and port, and nothing after them."),
      describe:
        "The server that takes our e-mail. smtps: is encrypted from the start; smtp: must offer STARTTLS anywhere but on " +
        "127.0.0.1. Without one an imitation serves development, and production sends no e-mail.",
      example: "smtps://user:password@mail.example.com",
      minBytes: 0,
      optional: true,
      group,
    }),
    MAIL_FROM: setting({
      schema: z.union([
        z
          .string()
          .refine((text) => cleanEmail(text) === text, "Write one address such as orders@example.com, without a name.")
          .optional(),
        z.undefined(),
      ]),
      describe: "The address our e-mail comes from, which SMTP_URL may send for; the place's name is put before it.",
      example: "orders@example.com",
      group,
    }),
    MAIL_PER_DAY: setting({
      schema: z.coerce.number().int().min(0).max(100_000),
      describe: "How many e-mails about orders a place may send in a day; codes to sign in by have CODES_PER_DAY.",
      default: 1000,
      group,
    }),
  };
}
