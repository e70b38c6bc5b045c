/** Reads JSON whose texts hold escapes: V8 of Node.js 24 gives some escaped member names another name. */

/** What was read, and whether an object names a member twice. */
export interface EscapedJson {
  readonly value: unknown;
  readonly namesTwice: boolean;
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Reads a text that `JSON.parse` has found to be JSON and whose depth is bounded, name by name: a text on its own is
 * read right by every engine.
 */
export function readEscapedJson(text: string): EscapedJson {
  const tokens = text.match(TOKEN) ?? [];
  let at = 0;
  let namesTwice = false;
  const next = (): unknown => {
    const token = tokens[at++] ?? "null";
    if (token === "{") return object();
    return token === "[" ? list() : (JSON.parse(token) as unknown);
  };
  const list = (): unknown[] => {
    const items: unknown[] = [];
    while (tokens[at] !== "]") {
      items.push(next());
      if (tokens[at] === ",") at += 1;
    }
    at += 1;
    return items;
  };
  const object = (): object => {
    const members = {};
    while (tokens[at] !== "}") {
      const name = next() as string;
      at += 1;
      namesTwice ||= Object.hasOwn(members, name);
      // Defined, not assigned: `__proto__` must become a member that the next check sees.
      Object.defineProperty(members, name, { value: next(), enumerable: true, writable: true, configurable: true });
      if (tokens[at] === ",") at += 1;
    }
    at += 1;
    return members;
  };
  return { value: next(), namesTwice };
}
