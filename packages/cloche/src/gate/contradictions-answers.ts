/** Contradictions in what a route answers. */
import { REFUSALS } from "../kernel/index.js";
import type { Contract } from "./contract.js";
import type { Place } from "./contradictions-place.js";
import type { GateOptions } from "./parts.js";
import { isPage, isSchema, type Return } from "./returns.js";
import { nameOf } from "./route-cover.js";

/** The contradictions of one contract's answers. */
export function answerContradictions(contract: Contract, options: GateOptions): readonly Place[] {
  const { name, idempotent } = contract;
  const answers = Object.entries(contract.returns);
  const places: Place[] = [];
  if (answers.some(([, declared]) => isPage(declared)) && !isCovered(contract, options)) {
    places.push(["page_uncovered", name]);
  }
  if (answers.some(([status, declared]) => BODILESS.has(status) && !isNothing(declared))) {
    places.push(["body_impossible", name]);
  }
  if (answers.some(([status, declared]) => takesCode(Number(status), declared))) places.push(["problem_taken", name]);
  if (idempotent !== undefined && answers.some(([, declared]) => isStream(declared))) {
    places.push(["stream_repeated", name]);
  }
  return places;
}

const BODILESS: ReadonlySet<string> = new Set(["204", "205", "304"]);

/** The policy for data forbids a page everything it is made of, so that a page under it was forgotten. */
function isCovered({ cover = "api" }: Contract, { covers }: GateOptions): boolean {
  const own = covers?.[nameOf(cover)];
  if (own === undefined)
    return nameOf(cover) !== "api" || (typeof cover !== "string" && "contentSecurityPolicy" in cover);
  return [...own.headers, ...own.overTls].some(([name]) => name === "content-security-policy");
}

function isNothing(declared: Return): boolean {
  return !isSchema(declared) && declared.kind === "nothing";
}

function isStream(declared: Return): boolean {
  return !isSchema(declared) && declared.kind === "stream";
}

function takesCode(status: number, declared: Return): boolean {
  if (isSchema(declared) || declared.kind !== "problems") return false;
  const known: Readonly<Record<string, { readonly status: number }>> = REFUSALS;
  return Object.keys(declared.problems).some((code) => known[code] !== undefined && known[code].status !== status);
}
