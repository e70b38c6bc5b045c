/** A place's own texts: nothing in braces but what is known there, and nothing left out that a guest needs. */
import { expect, it } from "vitest";
import { filled, type GuestNews, type MessageChannel, type MessageText, textFault } from "./message-template.js";

it.each<[string, MessageChannel, GuestNews, MessageText, object | undefined]>([
  ["whole", "sms", "accepted", { body: "{place}: #{number}, {time} {link}" }, undefined],
  ["an unknown one", "sms", "accepted", { body: "#{number} {name}" }, { placeholder: "name" }],
  ["a property's name", "sms", "accepted", { body: "#{number} {constructor}" }, { placeholder: "constructor" }],
  ["other letters", "sms", "accepted", { body: "#{number} {Place}" }, { placeholder: "Place" }],
  ["spaces", "sms", "accepted", { body: "#{number} { place }" }, { placeholder: " place " }],
  ["a brace alone", "sms", "accepted", { body: "#{number} {place" }, { placeholder: "{" }],
  ["one in another", "sms", "accepted", { body: "#{number} {{place}}" }, { placeholder: "{" }],
  ["one of other news", "sms", "cancelled", { body: "#{number} {time}" }, { placeholder: "time" }],
  ["the number missing", "sms", "ready", { body: "Ready!" }, { code: "placeholder_missing", placeholder: "number" }],
  ["needed and only in the subject", "mail", "ready", { subject: "{number}", body: "!" }, { placeholder: "number" }],
  ["an unknown one in the subject", "mail", "ready", { subject: "{x}", body: "{number}" }, { placeholder: "x" }],
  ["no subject", "mail", "ready", { body: "#{number}" }, { code: "subject_unfit" }],
  ["a subject of a text message", "sms", "ready", { subject: "A", body: "#{number}" }, { code: "subject_unfit" }],
])("%s", (_, channel, news, text, fault) => {
  if (fault === undefined) expect(textFault(channel, news, text)).toBeUndefined();
  else expect(textFault(channel, news, text)).toMatchObject(fault);
});

it("fills in once: what a value says in braces, or with a dollar, is not looked at again", () => {
  const values = { place: "{number} $& $1", number: "007", time: "", link: "", amount: "" };
  const value = (name: keyof typeof values) => values[name];
  expect(filled("{place}: #{number}", { value })).toBe("{number} $& $1: #007");
  expect(filled("a<{number}>", { value, literal: (text) => text.toUpperCase() })).toBe("A<007>");
});
