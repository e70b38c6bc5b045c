/** The contract of the first start in production. */
import { anyone, contract, problems } from "cloche";
import { emailAddress, plainText } from "cloche/sanitize";
import { z } from "zod";

/** The runtime knows which zones there are. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const name = plainText(80).pipe(z.string().min(1));

/** What has to be known of a place from the first. */
export const Restaurant = z.object({
  name,
  currency: z.string().regex(/^[A-Z]{3}$/),
  timezone: z.string().max(64).refine(isTimeZone, "Write an IANA time zone, such as Europe/Berlin."),
});

/** What a place is called until its owner says otherwise. */
const UNNAMED = { name: "Restaurant", currency: "EUR", timezone: "UTC" };

const SetUp = z.object({
  token: z.string().min(1).max(128),
  email: emailAddress(),
  password: z.string().min(12).max(200),
  name,
  restaurant: Restaurant.default(UNNAMED),
  sampleMenu: z
    .boolean()
    .default(false)
    .meta({ description: "Whether the place begins with the sample's stations and menu, to be changed into its own." }),
});
export type SetUp = z.infer<typeof SetUp>;

export const setUp = contract({
  method: "POST",
  path: "/api/v1/setup",
  summary: "Make the first owner and the place, with the one-time token the terminal showed",
  tags: ["sign-in"],
  allow: anyone("the one-time set-up token is the credential"),
  body: SetUp,
  limit: "10 per hour by address",
  returns: {
    201: z.object({ id: z.uuid(), locationId: z.uuid() }),
    403: problems({ setup_refused: "The set-up token is not valid, or the place is set up already." }),
  },
});
