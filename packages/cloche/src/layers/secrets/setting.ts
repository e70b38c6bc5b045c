/** Declares what a process needs to be told: settings, and secrets that stay wrapped. */
import {
  type ConfigError,
  configFault,
  type OutputOf,
  oneOf,
  onlyKnown,
  type Schema,
  type Secret,
  type StandardSchema,
  wholeNumber,
} from "../../kernel/index.js";
import type { Windows } from "./rotation.js";

/** The moment a setting is checked; at any other moment it is read when it is first used. */
export type Phase = "boot" | "lazy" | "build";

const PHASES = ["boot", "lazy", "build"] as const;
const SHARED_OPTIONS = ["describe", "example", "phase", "group", "schema"] as const;
const SETTING_OPTIONS = [...SHARED_OPTIONS, "default"];
const SECRET_OPTIONS = [...SHARED_OPTIONS, "minBytes", "generateLocally", "allowTest", "optional", "expiresAt"];
const DEFAULT_MIN_BYTES = 32;
const MAX_MIN_BYTES = 4096;

interface Shared {
  /** What it is for, in a sentence; it stands in `.env.example`. */
  readonly describe: string;
  /** A value as it could be written; never a real secret. */
  readonly example?: string;
  /** When it is checked; "boot" where nothing is said. */
  readonly phase?: Phase;
  /** The heading it stands under in `.env.example`. */
  readonly group?: string;
}

/** How a setting is declared. */
export interface SettingOptions<S extends Schema> extends Shared {
  /** Reads the text; any Standard Schema. A schema that accepts `undefined` makes the setting optional. */
  readonly schema: S;
  /** What holds where nothing is said, written as it would stand in the environment. */
  readonly default?: string | number | boolean;
}

/** How a secret is declared. */
export interface SecretOptions<Output, Optional extends boolean> extends Shared {
  /** Reads the text; without one the secret is the text itself. */
  readonly schema?: StandardSchema<unknown, Output>;
  /** The least length in bytes; 32 where nothing is said, which is what HMAC-SHA-256 asks for (RFC 7518 section 3.2). */
  readonly minBytes?: number;
  /** Outside production, makes the secret and keeps it in the pantry; a function makes one of a special form. */
  readonly generateLocally?: boolean | (() => string);
  /** Accepts a partner's test key in production, as a staging system needs. */
  readonly allowTest?: boolean;
  /** Gives `undefined` where the secret is missing. */
  readonly optional?: Optional;
  /** The day its issuer ends it, as "2027-01-31"; `cloche doctor` warns ahead of it. */
  readonly expiresAt?: string;
}

interface Declared<Value> extends Required<Pick<Shared, "describe" | "phase">>, Pick<Shared, "example" | "group"> {
  /** The type of the value; there is nothing here when the program runs. */
  readonly "~value"?: Value;
}

/** A declared setting. */
export interface Setting<Value = unknown> extends Declared<Value> {
  readonly kind: "setting";
  readonly schema: Schema;
  readonly default?: string;
}

/** A declared secret. */
export interface SecretSetting<Value = unknown> extends Declared<Value> {
  readonly kind: "secret";
  readonly schema?: Schema;
  readonly minBytes: number;
  readonly generate?: true | (() => string);
  readonly allowTest: boolean;
  readonly optional: boolean;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** How it rotates; absent where it does not. */
  readonly rotation?: Windows;
}

/** Everything a process needs to be told, by the name it has in the environment. */
export type Settings = Readonly<Record<string, Setting | SecretSetting>>;

/** The value a declaration gives. */
export type ValueOf<Declaration> =
  Declaration extends SecretSetting<infer Value> ? Value : Declaration extends Setting<infer Value> ? Value : never;

/** Every value by name. */
export type ValuesOf<S extends Settings> = { readonly [Name in keyof S]: ValueOf<S[Name]> };

/** The values that are not secret, by name. */
export type PlainValuesOf<S extends Settings> = {
  readonly [Name in keyof S as S[Name] extends SecretSetting ? never : Name]: ValueOf<S[Name]>;
};

/**
 * Declares a setting.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `schema_unsupported`
 * @example
 * setting({ schema: z.coerce.number().int(), describe: "The port to listen on.", default: 3000 });
 */
export function setting<S extends Schema>(options: SettingOptions<S>): Setting<OutputOf<S>> {
  onlyKnown(options, SETTING_OPTIONS, "setting");
  const shared = sharedOptions(options, "setting");
  return Object.freeze({
    kind: "setting",
    ...shared,
    schema: standardSchema(options.schema, "setting.schema"),
    ...(options.default === undefined ? {} : { default: String(options.default) }),
  });
}

/**
 * Declares a secret; its value is handed out as a `Secret`.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `schema_unsupported`
 * @example
 * secret({ describe: "Signs access tokens.", minBytes: 32, generateLocally: true });
 */
export function secret<Output = string, Optional extends boolean = false>(
  options: SecretOptions<Output, Optional>,
): SecretSetting<Optional extends true ? Secret<Output> | undefined : Secret<Output>> {
  onlyKnown(options, SECRET_OPTIONS, "secret");
  const { minBytes = DEFAULT_MIN_BYTES, generateLocally = false, allowTest = false, optional = false } = options;
  return Object.freeze({
    kind: "secret",
    ...sharedOptions(options, "secret"),
    ...(options.schema === undefined ? {} : { schema: standardSchema(options.schema, "secret.schema") }),
    minBytes: wholeNumber(minBytes, "secret.minBytes", { min: 0, max: MAX_MIN_BYTES }),
    ...(generateLocally === false ? {} : { generate: generateLocally }),
    allowTest,
    optional,
    ...(options.expiresAt === undefined ? {} : { expiresAt: day(options.expiresAt, "secret.expiresAt") }),
  });
}

/** A mistake in a declaration. */
export function invalidOption(where: string, fix: string): ConfigError {
  return configFault("option_invalid", { where, fix });
}

function day(value: string, where: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw invalidOption(where, 'Write a day as "2027-01-31".');
  return at;
}

function sharedOptions(options: Shared, where: string): Omit<Declared<never>, "~value"> {
  if (typeof options.describe !== "string" || options.describe.trim() === "") {
    throw invalidOption(`${where}.describe`, "Say in a sentence what it is for.");
  }
  return {
    describe: options.describe,
    phase: oneOf(options.phase ?? "boot", PHASES, `${where}.phase`),
    ...(options.example === undefined ? {} : { example: options.example }),
    ...(options.group === undefined ? {} : { group: options.group }),
  };
}

function standardSchema(schema: Schema, where: string): Schema {
  if (typeof schema?.["~standard"]?.validate === "function") return schema;
  throw configFault("schema_unsupported", { where, fix: "Give a schema of zod, valibot, arktype or their like." });
}
