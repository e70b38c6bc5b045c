/** Picks the headers that a schema declares out of a request's head. */
import type { RequestHead } from "../../kernel/index.js";

/**
 * The named headers as a source for a `fieldsReader`. A header that was sent several times comes as a list, so that it is
 * refused unless the schema declares one: which of its values another reader would take is anyone's guess.
 *
 * @param names - in lower case, such as `FieldsReader.names`.
 * @example
 * reader.read(headerFields(head, reader.names ?? []));
 */
export function headerFields(
  head: Pick<RequestHead, "header" | "headerCount">,
  names: readonly string[],
): Readonly<Record<string, string | readonly string[] | undefined>> {
  const fields: Record<string, string | readonly string[] | undefined> = Object.create(null);
  for (const name of names) {
    const value = head.header(name);
    // Several are joined by a comma and a space (RFC 9110 section 5.3).
    fields[name] = head.headerCount(name) > 1 ? value?.split(", ") : value;
  }
  return fields;
}
