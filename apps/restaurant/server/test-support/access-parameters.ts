/** What stands for the parameters of the paths in the table of who may call what. */

const SOME_ID = "01980000-0000-7000-8000-000000000001";

/** Parameters beside the one the suite fills in. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  id: SOME_ID,
  staffId: SOME_ID,
  thingId: SOME_ID,
  lineId: SOME_ID,
  sessionId: SOME_ID,
  targetId: SOME_ID,
  station: SOME_ID,
  rule: SOME_ID,
  device: SOME_ID,
  scope: "item",
  scopeId: SOME_ID,
  kind: "variant",
  channel: "sms",
  news: "ready",
  language: "en",
  report: "sales",
  name: "STRIPE_SECRET_KEY",
  version: SOME_ID,
};
