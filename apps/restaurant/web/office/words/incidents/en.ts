/** What the cameras show, in English: the house's own words are that already. */

const none: Readonly<Record<string, { readonly message: string; readonly action: string }>> = {};

export const words = {
  /** By the event's name. */
  events: none,
  /** By the name of the rule that raised an alert. */
  alerts: none,
};
export type IncidentWords = typeof words;
