/** What a sample event is made of. */

/** Fresh values, so that no two trial deliveries are taken for one. */
export interface Fresh {
  /** 24 hexadecimal digits. */
  readonly id: string;
  readonly uuid: string;
  /** Seconds since the epoch. */
  readonly seconds: number;
  /** The same moment by RFC 3339. */
  readonly iso: string;
}

/** Makes what a partner would tell. */
export type Sample = (fresh: Fresh) => unknown;

/** A partner's samples by the event's name. */
export type Samples = Readonly<Record<string, Sample>>;
