/** Standard Schema v1 (standardschema.dev), the interface zod, valibot, arktype and others share; types only. */

/** A schema of any library that implements Standard Schema v1. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a schema says of a value. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One thing wrong with a value. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Any schema, whatever it accepts. */
export type Schema = StandardSchema<unknown, unknown>;

/** What a schema accepts. */
export type InputOf<S extends Schema> = NonNullable<S["~standard"]["types"]>["input"];

/** What a schema gives. */
export type OutputOf<S extends Schema> = NonNullable<S["~standard"]["types"]>["output"];
