/** Tells which attacks a value resembles: a signal for logs, alerts and shadow rules, and never the defence. */
import { table } from "../../kernel/index.js";

/** What each sign looks like. Every pattern reads a text once: what looks for attacks must not be one. */
const SIGNS = table({
  markup:
    /<\/?(?:script|iframe|object|embed|svg|math|style|base|link|meta|form|img|body|video|audio|input)\b|\bon[a-z]{3,24}[ \t]?=|\bjavascript:/i,
  sql: /['"`)][ \t]{0,4}(?:or|and)[ \t]{1,4}['"`(\d]|\bunion[ \t]{1,4}(?:all[ \t]{1,4})?select\b|;[ \t]{0,4}(?:drop|delete|insert|update|alter|truncate)[ \t]|['"`)][ \t]{0,4}(?:--|#|\/\*)|\b(?:sleep|benchmark|pg_sleep|waitfor delay)[ \t]{0,4}[('"]/i,
  path: /(?:^|[\\/])\.\.[\\/]|(?:%2e|\.){2}(?:%2f|%5c)|\/etc\/(?:passwd|shadow)\b|\0/i,
  shell: /[;&|`\n][ \t]{0,4}(?:cat|curl|wget|bash|sh|nc|ncat|ping|id|whoami|powershell)(?:[ \t]|$)|\$\([a-z]/i,
  template: /\{\{[^{}]{1,200}\}\}|\$\{[^{}]{1,200}\}|<%[=_-]?[^%]{1,200}%>|#\{[^{}]{1,200}\}/,
  lookup: /\$\{(?:jndi|env|sys|lower|upper|base64):/i,
  header: /(?:\r\n?|\n|%0d%0a|%0a)(?:set-cookie|location|content-type|content-length|host)[ \t]?:/i,
});
const OPERATOR = /^\$[a-z]/i;

/** What a value resembles; `operator` is told by names and not by texts. */
export type AttackSign = keyof typeof SIGNS | "operator" | "prototype";

/** Longer texts and larger values are looked at in part: this is a signal, and it has to stay cheap. */
const MAX_CHARACTERS = 8_192;
const MAX_VALUES = 1_000;
const PROTOTYPES: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);
const ALL = Object.entries(SIGNS) as [keyof typeof SIGNS, RegExp][];

/**
 * The attacks that a value's texts and names resemble, each once; its length may serve as a score. Guests write `<img`
 * and `' or '` for good reasons too: count and watch what this tells, and let schemas, bound values and encoders defend.
 *
 * @param value Any value, such as a checked body; texts at any depth are looked at, the first 8,192 characters of each.
 * @example
 * attackSigns({ note: "1' OR '1'='1", site: "<script>alert(1)</script>" }); // ["sql", "markup"]
 */
export function attackSigns(value: unknown): readonly AttackSign[] {
  const found = new Set<AttackSign>();
  const values: unknown[] = [value];
  // Level by level, and no more than so many: a value that holds itself is seen again and again.
  for (let at = 0; at < values.length && at < MAX_VALUES; at += 1) {
    const next = values[at];
    if (typeof next === "string") addSigns(found, next.slice(0, MAX_CHARACTERS));
    else if (typeof next === "object" && next !== null) addMembers(found, next, values);
  }
  return [...found];
}

function addSigns(found: Set<AttackSign>, text: string): void {
  for (const [sign, pattern] of ALL) if (!found.has(sign) && pattern.test(text)) found.add(sign);
}

function addMembers(found: Set<AttackSign>, members: object, values: unknown[]): void {
  const isList = Array.isArray(members);
  for (const name of Object.keys(members)) {
    if (values.length >= MAX_VALUES) return;
    if (!isList && OPERATOR.test(name)) found.add("operator");
    if (!isList && PROTOTYPES.has(name)) found.add("prototype");
    if (!isList) values.push(name);
    values.push((members as Record<string, unknown>)[name]);
  }
}
