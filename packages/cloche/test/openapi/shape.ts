/** A description in a few lines per operation, so that its changes can be read. */

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** Method, path, credential, what goes in, and every answer with its problems. */
export function shapeOf(document: Json): string {
  const paths = document.paths as Readonly<Record<string, Readonly<Record<string, Json>>>>;
  const lines = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) => operationLines(`${method.toUpperCase()} ${path}`, operation)),
  );
  return `${lines.join("\n")}\n`;
}

function operationLines(name: string, operation: Json): readonly string[] {
  const security = (operation.security as readonly Json[]).map((one) => Object.keys(one).join("+"));
  const parameters = ((operation.parameters ?? []) as readonly Json[]).map(
    (one) => `${String(one.in)} ${String(one.name)}${one.required === true ? "" : "?"}`,
  );
  const body = operation.requestBody as Json | undefined;
  const types = body === undefined ? [] : Object.keys(body.content as object);
  const responses = Object.entries(operation.responses as Readonly<Record<string, Json>>);
  return [
    `${name}  [${String(operation.operationId)}]`,
    `  credential: ${security.join(" or ") || "none"}`,
    ...(parameters.length === 0 ? [] : [`  parameters: ${parameters.join(", ")}`]),
    ...(types.length === 0 ? [] : [`  body: ${types.join(", ")}`]),
    ...responses.map(([status, response]) => `  ${status}: ${answer(response)}`),
  ];
}

function answer({ content = {}, headers = {} }: Json): string {
  const types = Object.entries(content as Readonly<Record<string, Json>>).map(([type, media]) =>
    type === "application/problem+json" ? codesOf(media.schema as Json).join(" ") : type,
  );
  const names = Object.keys(headers as object);
  return [types.join(" | ") || "no body", ...(names.length === 0 ? [] : [`(${names.join(", ")})`])].join(" ");
}

/** The codes a problem's schema allows. */
export function codesOf(schema: Json): readonly string[] {
  if (Array.isArray(schema.oneOf)) return (schema.oneOf as readonly Json[]).flatMap(codesOf);
  if (typeof schema.$ref === "string") return [schema.$ref.replace("#/components/schemas/problem-", "")];
  const [, own] = schema.allOf as readonly [Json, { readonly properties: { readonly code: { const: string } } }];
  return [own.properties.code.const];
}
