/** A value that cannot be printed, interpolated, put into JSON or inspected by accident. */
import { inspect } from "node:util";

/**
 * Holds a secret. The only way to the value is `reveal()`, so that a search for that word finds every use.
 *
 * @example
 * const key = new Secret("k9...", "JWT_SECRET");
 * JSON.stringify({ key }); // {"key":"[secret JWT_SECRET]"}
 * key.reveal();            // the value
 */
export class Secret<Value = string> {
  readonly #value: Value;
  /** A name for messages, such as the setting's. */
  readonly label: string;

  constructor(value: Value, label: string) {
    this.#value = value;
    this.label = label;
    Object.freeze(this);
  }

  /** The value itself. */
  reveal(): Value {
    return this.#value;
  }

  toJSON(): string {
    return `[secret ${this.label}]`;
  }

  [inspect.custom](): string {
    return `[secret ${this.label}]`;
  }

  /** Refuses `${secret}`, `secret + ""` and comparisons. */
  [Symbol.toPrimitive](): never {
    throw new TypeError(`The secret ${this.label} cannot be used as a text. Call reveal() where its value is meant.`);
  }
}

/** A secret given as such or as a plain value. */
export type SecretOr<Value> = Value | Secret<Value>;

/** The value of a secret, or the plain value as it is. */
export function revealed<Value>(value: SecretOr<Value>): Value {
  return value instanceof Secret ? value.reveal() : value;
}
