/** The rules of OpenAPI 3.1 that a description breaks without any parser noticing. */
import type { Json } from "./shape.js";

const METHODS: ReadonlySet<string> = new Set("get put post delete options head patch trace".split(" "));

/** Everything that is against the specification, one line each. */
export function faultsOf(document: Json): readonly string[] {
  const paths = document.paths as Readonly<Record<string, Json>>;
  const components = document.components as Readonly<Record<string, Json>>;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation: operation as Json })),
  );
  const ids = operations.map(({ operation }) => operation.operationId);
  return [
    ...(/^3\.1\.\d+$/.test(String(document.openapi)) ? [] : ["openapi is not 3.1"]),
    ...danglingRefs(document),
    ...(new Set(ids).size === ids.length ? [] : ["an operationId comes twice"]),
    ...Object.keys(paths).flatMap((path) => (path.startsWith("/") ? [] : [`${path} has no leading slash`])),
    ...Object.entries(components).flatMap(([kind, entries]) =>
      Object.keys(entries).flatMap((name) => (/^[\w.-]+$/.test(name) ? [] : [`${kind} ${name} is no component name`])),
    ),
    ...operations.flatMap((one) => operationFaults(one, components.securitySchemes ?? {})),
  ];
}

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly operation: Json;
}

function operationFaults({ path, method, operation }: Operation, schemes: Json): readonly string[] {
  const where = `${method} ${path}`;
  const parameters = (operation.parameters ?? []) as readonly { name: string; in: string; required?: boolean }[];
  const named = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
  const inPath = parameters.filter((one) => one.in === "path");
  const keys = parameters.map((one) => `${one.in} ${one.name.toLowerCase()}`);
  const responses = Object.entries((operation.responses ?? {}) as Readonly<Record<string, Json>>);
  const security = (operation.security ?? []) as readonly Json[];
  const undeclared = named.filter((name) => !inPath.some((one) => one.name === name));
  return [
    ...(METHODS.has(method) ? [] : ["is no method"]),
    ...(undeclared.length === 0 && named.length === inPath.length ? [] : ["path parameters differ"]),
    ...(inPath.every((one) => one.required === true) ? [] : ["a path parameter is not required"]),
    ...(new Set(keys).size === keys.length ? [] : ["a parameter comes twice"]),
    ...(parameters.every((one) => ["path", "query", "header", "cookie"].includes(one.in)) ? [] : ["odd place"]),
    ...(parameters.every((one) => "schema" in one) ? [] : ["a parameter has no schema"]),
    ...(responses.length > 0 ? [] : ["no responses"]),
    ...responses.flatMap(([status, response]) => responseFaults(status, response)),
    ...security.flatMap(Object.keys).flatMap((name) => (name in schemes ? [] : [`no security scheme ${name}`])),
    ...bodyFaults(method, operation.requestBody as Json | undefined),
  ].map((fault) => `${where}: ${fault}`);
}

function responseFaults(status: string, response: Json): readonly string[] {
  const bodiless = ["204", "205", "304"].includes(status);
  return [
    ...(/^[1-5]\d\d$/.test(status) ? [] : [`${status} is no status`]),
    ...(typeof response.description === "string" && response.description !== "" ? [] : [`${status} says nothing`]),
    ...(bodiless && "content" in response ? [`${status} has a body`] : []),
    ...Object.keys((response.content ?? {}) as object).flatMap((type) => (isMediaType(type) ? [] : [`type ${type}`])),
  ];
}

function bodyFaults(method: string, body: Json | undefined): readonly string[] {
  if (body === undefined) return [];
  const types = Object.keys((body.content ?? {}) as object);
  return [
    ...(["get", "head", "trace"].includes(method) ? ["a body on a method without one"] : []),
    ...(types.length > 0 && types.every(isMediaType) ? [] : ["the body has no media type"]),
  ];
}

function isMediaType(type: string): boolean {
  return /^[\w.+*-]+\/[\w.+*-]+(?:;.*)?$/.test(type);
}

/** References that lead nowhere. The description has no `$id`, so that `#` is always the whole of it. */
function danglingRefs(document: Json): readonly string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { $ref, $id } = value as { readonly $ref?: unknown; readonly $id?: unknown };
    if (typeof $id === "string") found.push(`an $id moves the references below it: ${$id}`);
    if (typeof $ref === "string" && (!$ref.startsWith("#/") || target(document, $ref) === undefined)) {
      found.push(`${$ref} leads nowhere`);
    }
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(document);
  return found;
}

function target(document: Json, reference: string): unknown {
  return reference
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((inside, name) => (inside as Json | undefined)?.[name], document);
}
