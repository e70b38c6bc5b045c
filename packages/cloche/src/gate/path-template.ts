/** Path templates in OpenAPI's form, `/orders/{id}`: checked once, typed, and translated for each framework. */
import { configFault } from "../kernel/index.js";

/** The parameters a template names, each a text. */
export type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name | keyof PathParams<Rest>]: string }
  : Record<never, string>;

const SEGMENT = /^(?:[A-Za-z0-9._~@-]+|\{[A-Za-z][A-Za-z0-9_]*\})$/;

/** The names of a template's parameters, in order. */
export function parameterNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? "");
}

/**
 * Refuses a template that is not `/` or whole literal and `{name}` segments.
 *
 * @throws ConfigError `contract_invalid`
 */
export function checkTemplate(path: string, where: string): void {
  const segments = path.split("/").slice(1);
  const names = parameterNames(path);
  const wellFormed = path === "/" || (path.startsWith("/") && segments.every((segment) => SEGMENT.test(segment)));
  if (!wellFormed || new Set(names).size !== names.length) {
    throw configFault("contract_invalid", {
      where: `${where} path`,
      fix: "Write it as /literal/{name}, without a trailing slash, each name once.",
    });
  }
}

/** The template as Express, Fastify and Hono write it: `/orders/:id`. */
export function colonPath(path: string): string {
  return path.replace(/\{([^}]*)\}/g, ":$1");
}
