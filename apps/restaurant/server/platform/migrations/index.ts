/** The schema's history, oldest first. */
import { placesAndPeople } from "./0001-places-and-people.js";
import { menu } from "./0002-menu.js";
import { orders } from "./0003-orders.js";
import { kitchen } from "./0004-kitchen.js";
import { payments } from "./0005-payments.js";
import { plumbing } from "./0006-plumbing.js";
import { sessions } from "./0007-sessions.js";
import { menuRules } from "./0010-menu-rules.js";
import { floor } from "./0011-floor.js";
import { orderLife } from "./0012-order-life.js";
import { couriers } from "./0020-couriers.js";
import { strongSignIn } from "./0021-strong-sign-in.js";
import { money } from "./0030-money.js";
import { messages } from "./0031-messages.js";
import { auditSeals } from "./0040-audit-seals.js";
import { kitchenWhole } from "./0050-kitchen-whole.js";
import { devices } from "./0051-devices.js";
import { limits } from "./0060-limits.js";
import { recoveryCodes } from "./0061-recovery-codes.js";
import { customers } from "./0070-customers.js";
import { placeContact } from "./0071-place-contact.js";
import { menuImages } from "./0080-menu-images.js";
import { orderHistory } from "./0081-order-history.js";
import { fewerRoundTrips } from "./0090-fewer-round-trips.js";
import { eventsOfPlaces } from "./0091-events-of-places.js";
import { languages } from "./0100-languages.js";
import { messageTexts } from "./0101-message-texts.js";
import { mail } from "./0102-mail.js";
import { customersByMail } from "./0103-customers-by-mail.js";
import { waitingTexts } from "./0110-waiting-texts.js";
import { messagesOfPlaces } from "./0111-messages-of-places.js";
import { secondContact } from "./0112-second-contact.js";
import { digests } from "./0113-digests.js";
import { secondAddress } from "./0120-second-address.js";
import { accessWakes } from "./0130-access-wakes.js";
import { waitingCalls } from "./0131-waiting-calls.js";
import { partnerKeys } from "./0150-partner-keys.js";
import type { Migration } from "./migration.js";

export type { Migration } from "./migration.js";

export const MIGRATIONS: readonly Migration[] = [
  ...[placesAndPeople, menu, orders, kitchen, payments, plumbing, sessions],
  ...[menuRules, floor, orderLife],
  ...[couriers, strongSignIn],
  money,
  messages,
  auditSeals,
  ...[kitchenWhole, devices],
  ...[limits, recoveryCodes],
  ...[customers, placeContact],
  ...[menuImages, orderHistory],
  ...[fewerRoundTrips, eventsOfPlaces],
  ...[languages, messageTexts, mail, customersByMail],
  ...[waitingTexts, messagesOfPlaces, secondContact, digests],
  secondAddress,
  ...[accessWakes, waitingCalls],
  partnerKeys,
];
