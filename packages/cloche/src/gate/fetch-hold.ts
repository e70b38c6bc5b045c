/** Holds a native handler's `Response` to its contract. */
import type { Passage } from "./decision.js";
import { PROBLEM_TYPE } from "./problem.js";
import type { Failure, Route } from "./route.js";

/** The response that may leave, or why none may. */
export async function heldResponse(route: Route, passage: Passage, given: Response): Promise<Response | Failure> {
  const { status } = given;
  const leaves = status === 304 ? "nothing" : route.leaves(status);
  if (leaves === undefined) return { undeclared: "status", paths: [] };
  const headers = coveredHeaders(given, route.headers(passage), route.takenOff(status));
  if (leaves === "bytes") return new Response(given.body, { status, headers });
  for (const name of ["content-length", "content-encoding"]) headers.delete(name);
  if (leaves === "nothing") return new Response(null, { status, headers });
  const value = parsed(await given.text());
  if (value === undefined) return { undeclared: "body", paths: [] };
  const outcome = await route.filter(passage, status, value.json);
  if ("undeclared" in outcome) return outcome;
  headers.set("content-type", typeOf(route, status));
  return new Response(JSON.stringify(outcome.value), { status, headers });
}

/** The handler's own headers under the contract's, which it cannot weaken. */
function coveredHeaders(given: Response, cover: readonly string[], takenOff: ReadonlySet<string>): Headers {
  const headers = new Headers(given.headers);
  for (let index = 0; index < cover.length; index += 2) {
    const name = cover[index] ?? "";
    if (name === "vary") headers.append(name, cover[index + 1] ?? "");
    else headers.set(name, cover[index + 1] ?? "");
  }
  for (const name of [...headers.keys()]) if (takenOff.has(name)) headers.delete(name);
  return headers;
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function typeOf(route: Route, status: number): string {
  return route.leaves(status) === "problem" ? PROBLEM_TYPE : "application/json; charset=utf-8";
}
