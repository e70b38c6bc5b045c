/** What the walk over a value needs to know to clean it. */

/** Cleans texts and knows sensitive names. */
export interface Cleaner {
  readonly text: (text: string) => string;
  /** Takes registered secrets out of a text and leaves its lines as they are. */
  readonly withoutSecrets: (text: string) => string;
  readonly isSensitive: (key: string) => boolean;
}
