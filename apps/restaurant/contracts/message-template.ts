/** The texts a place writes itself: which there are, what may stand in braces in each, and how they are filled in. */

/** How somebody is told. */
export const MESSAGE_CHANNELS = ["sms", "mail"] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/** What may be filled in: facts of the order and its place, and nothing that a guest wrote. */
export const PLACEHOLDERS = ["number", "place", "time", "link", "amount"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

interface Kind {
  readonly channels: readonly MessageChannel[];
  /** What a body cannot do without. */
  readonly needs: readonly Placeholder[];
  readonly mayHave: readonly Placeholder[];
}

const BOTH = MESSAGE_CHANNELS;
const COMING: Kind = { channels: BOTH, needs: ["number"], mayHave: ["place", "time", "link"] };
const OVER: Kind = { channels: BOTH, needs: ["number"], mayHave: ["place", "link"] };

/** What a guest may be told of. */
export const GUEST_NEWS = {
  accepted: COMING,
  ready: COMING,
  out_for_delivery: COMING,
  promise_changed: { channels: BOTH, needs: ["number", "time"], mayHave: ["place", "link"] },
  cancelled: OVER,
  rejected: OVER,
  refunded: OVER,
  /** A receipt follows it, which no text message holds. */
  paid: { channels: ["mail"], needs: ["number", "amount"], mayHave: ["place", "link"] },
} as const satisfies Record<string, Kind>;
export type GuestNews = keyof typeof GUEST_NEWS;

/** Everything there is a text for: what guests are told, and what the place itself is. */
export const TEXT_NEWS = {
  ...GUEST_NEWS,
  order_waiting: { channels: ["sms"], needs: ["number"], mayHave: ["place"] },
} as const satisfies Record<string, Kind>;
export type TextNews = keyof typeof TEXT_NEWS;
export const TEXT_NEWS_NAMES = Object.keys(TEXT_NEWS) as [TextNews, ...TextNews[]];

/** How some news are told in one channel. */
export interface MessageText {
  /** An e-mail's. */
  readonly subject?: string | undefined;
  readonly body: string;
}

/** Whether it is told that way. */
export function isTold(channel: MessageChannel, news: TextNews): boolean {
  const { channels }: Kind = TEXT_NEWS[news];
  return channels.includes(channel);
}

/** Why a text cannot stand. */
export type TextFault =
  | { readonly code: "placeholder_unknown" | "placeholder_missing"; readonly placeholder: string }
  | { readonly code: "subject_unfit" };

const PLACES = /\{([^{}]*)\}/g;

/** What may stand in braces in a text for some news. */
export function placeholdersFor(news: TextNews): readonly Placeholder[] {
  const { needs, mayHave }: Kind = TEXT_NEWS[news];
  return [...needs, ...mayHave];
}

/** What is wrong with a text; `undefined` where nothing is. Braces are for placeholders alone. */
export function textFault(
  channel: MessageChannel,
  news: TextNews,
  { subject, body }: MessageText,
): TextFault | undefined {
  if ((channel === "mail") !== (subject !== undefined && subject !== "")) return { code: "subject_unfit" };
  const known: readonly string[] = placeholdersFor(news);
  for (const text of [subject ?? "", body]) {
    const named = Array.from(text.matchAll(PLACES), ([, name = ""]) => name);
    const stray = /[{}]/.exec(text.replaceAll(PLACES, ""))?.[0];
    const unknown = named.find((name) => !known.includes(name)) ?? stray;
    if (unknown !== undefined) return { code: "placeholder_unknown", placeholder: unknown };
  }
  const { needs }: Kind = TEXT_NEWS[news];
  const missing = needs.find((name) => !body.includes(`{${name}}`));
  return missing === undefined ? undefined : { code: "placeholder_missing", placeholder: missing };
}

/** How the parts of a text are written where it goes. */
export interface Filling {
  readonly value: (name: Placeholder) => string;
  /** What stands between the placeholders; as it is, unless said. */
  readonly literal?: (text: string) => string;
}

/**
 * Fills a text in. What is filled in is not looked at again, so that braces in a place's name are its name.
 *
 * @example filled("Order #{number}", { value: () => "042" }) // "Order #042"
 */
export function filled(text: string, { value, literal = (part) => part }: Filling): string {
  // Every second part is what stood between two braces.
  return text
    .split(PLACES)
    .map((part, index) => (index % 2 === 0 ? literal(part) : value(part as Placeholder)))
    .join("");
}
