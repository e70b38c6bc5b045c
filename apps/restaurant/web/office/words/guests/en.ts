/** What is held of a guest. */
import { plural } from "../../../shared/language.js";

export const words = {
  appFirst: 'This needs an authenticator app first: set one up under "My sign-ins".',
  title: "A guest's data",
  what: "Their orders stay for the books; name, phone, e-mail, address and notes are what is handed over or forgotten.",
  who: "The guest's phone or e-mail",
  choose: "Choose",
  handOver: (guest: string) => `Hand over what is held of ${guest}`,
  handed: (count: number) => `${count} ${plural("en", count, { one: "order", other: "orders" })}, saved as a file.`,
  forget: (guest: string) => `Forget ${guest}`,
  forgetSure: "Yes; there is no way back",
  forgotten: (count: number) =>
    `${count} ${plural("en", count, { one: "order names", other: "orders name" })} them no more.`,
};
export type GuestWords = typeof words;
