/** The routes by which a customer adds a number to an address, or the reverse. */
import { type Handled, handle, ok, problem, reply } from "cloche";
import { acceptedLanguage, addAddress, sendOwnCode } from "../../contracts/index.js";
import { addByCode, isPresent } from "./added-address.js";
import { CODE_SECONDS, type CodeParts, requestCode } from "./codes.js";
import { placeOf } from "./codes.store.js";
import { type CustomerSessionParts, endOthersOf } from "./customer-sessions.js";
import { readCustomer } from "./customers.store.js";
import { GONE, NO_PLACE, shown, UNKEPT } from "./customers-replies.js";

/** The handlers. */
export function addedAddressHandlers(parts: CodeParts & CustomerSessionParts): readonly Handled[] {
  const { db } = parts;
  return [
    // Whether somebody else is known by it is not looked at: that would tell who has an account here.
    handle(sendOwnCode, async ({ caller, body: { phone, to, ...wish }, headers }) => {
      const [customer, place] = await Promise.all([readCustomer(db, caller.id), placeOf(db, wish.location)]);
      if (customer === undefined) return GONE;
      if (place === undefined) return NO_PLACE;
      const proved = phone === undefined ? { email: to } : { phone };
      if (isPresent(customer, proved)) return problem(409, "address_present");
      const language = wish.language ?? acceptedLanguage(headers["accept-language"]) ?? place.language;
      const asked = { to: proved, customerId: customer.id, locationId: place.id, language };
      return reply(202, { challenge: await requestCode(parts, asked), expiresIn: CODE_SECONDS }, UNKEPT);
    }),
    handle(addAddress, async ({ caller, body, requestId }) => {
      const adding = await addByCode(parts, caller.id, { ...body, requestId });
      if (adding === "code_wrong") return problem(403, adding);
      if (adding === "address_present" || adding === "address_taken") return problem(409, adding);
      const customer = adding === "gone" ? undefined : await readCustomer(db, caller.id);
      if (customer === undefined) return GONE;
      await endOthersOf(parts, customer.id, String(caller.claims["sid"]));
      return ok(shown(customer));
    }),
  ];
}
