/** The posture as a file: sorted, one line per promise, so that its diff reads like a review. It is YAML, too. */
import type { PostureAnswer, PostureCover, PostureRow } from "./posture.js";
import { canonical } from "./posture-canonical.js";
import { coversOf } from "./posture-compare.js";
import { COVER, FIRST_LINE, type Line } from "./posture-lock-form.js";

export { readPostureLock } from "./posture-lock-read.js";

/**
 * The text of `cloche.lock`. The same posture always gives the same text.
 *
 * @example
 * writeFileSync("cloche.lock", postureLock(posture(contracts, gateOptions)));
 */
export function postureLock(rows: readonly PostureRow[]): string {
  const covers = [...coversOf(rows).values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  const sections = [
    ...covers.map((cover) => section(`${COVER}${cover.name}`, coverLines(cover))),
    ...rows.map((row) => section(row.route, rowLines(row))),
  ];
  return `${FIRST_LINE}\n\n${sections.join("\n")}`;
}

function section(name: string, lines: readonly Line[]): string {
  const body = lines.map(([key, value]) => `  ${keyText(key)}: ${canonical(value)}\n`);
  return `${name}:${body.length === 0 ? " {}" : ""}\n${body.join("")}`;
}

/** Names of fields come from the schemas and may hold anything. */
function keyText(key: string): string {
  return /^[a-z][\w /*.~-]*$/.test(key) && !key.endsWith(" ") ? key : JSON.stringify(key);
}

function coverLines({ headers, cors }: PostureCover): readonly Line[] {
  const sorted = Object.entries(headers).sort(([one], [other]) => (one < other ? -1 : 1));
  return cors === undefined ? sorted : [...sorted, ["CORS", cors]];
}

function rowLines({ who, input, limits, idempotent, answers, cover, shadow }: PostureRow): readonly Line[] {
  const { parts, formats, maxBodyBytes, unknownKeys, signs, fields } = input;
  return [
    ["who", who],
    ...limits.map((limit, index): Line => [`limit ${index + 1}`, limit]),
    ["reads", parts],
    ...(formats.length === 0 ? [] : [["formats", formats] as const]),
    ...(maxBodyBytes === undefined ? [] : [["max body bytes", maxBodyBytes] as const]),
    ["unknown keys", unknownKeys],
    ...(signs === undefined ? [] : [["signs of an attack", signs] as const]),
    ...Object.entries(fields).map(([name, rule]): Line => [`field ${name}`, rule]),
    ["idempotency key", idempotent],
    ...Object.entries(answers).flatMap(([status, answer]) => answerLines(status, answer)),
    ["cover", cover.name],
    ...(shadow.length === 0 ? [] : [["shadow", shadow] as const]),
  ];
}

function answerLines(status: string, answer: PostureAnswer): readonly Line[] {
  if (answer.kind !== "json") return [[`answer ${status}`, answer]];
  const fields = Object.entries(answer.fields).map(([path, type]): Line => [`answer ${status} ${path}`.trim(), type]);
  // A list or a bare value has a type of its own in the place of "json".
  return answer.fields[""] === undefined ? [[`answer ${status}`, "json"], ...fields] : fields;
}
