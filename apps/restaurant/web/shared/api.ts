/** Calls the API and turns its problems into errors that a page can show. */
import { words } from "./words/index.js";

/** A refusal as the API tells it (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly FieldFault[];
}

/** What does not fit in a field (RFC 9457, an extension). */
interface FieldFault {
  readonly path: string;
  readonly code?: string;
  readonly reason: string;
}

/** Thrown for every answer that is no success. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** What a call may say beside its path. */
export interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  readonly body?: unknown;
  /** In the place of a body, where files go with it. */
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** `no-cache` asks whether what the browser keeps still holds (RFC 9111). */
  readonly cache?: RequestCache;
  /** How the answer is read; as JSON, unless said. */
  readonly reads?: "json" | "file";
}

/** Calls the API and gives the answer's JSON; an empty answer gives `undefined`. */
export async function callApi<Result>(
  path: string,
  { method = "GET", body, form, headers = {}, signal, cache = "default", reads = "json" }: Call = {},
): Promise<Result> {
  const response = await fetch(path, {
    method,
    cache,
    headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(form === undefined ? {} : { body: form }),
    ...(signal === undefined ? {} : { signal }),
  }).catch(() => {
    throw new ApiError({ status: 0, code: "offline", title: words.refusals.offline });
  });
  if (response.ok) return (await read(response, reads)) as Result;
  throw new ApiError(await problemOf(response));
}

function read(response: Response, reads: NonNullable<Call["reads"]>): unknown {
  if (response.status === 204) return undefined;
  return reads === "file" ? response.blob() : response.json();
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { status: response.status, code: "unreadable", title: words.refusals.unreadable };
  }
}

/** What a page calls refusals by their codes, and fields by their names. */
export interface Told {
  readonly refusals?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
}

/** The words for whatever went wrong, by its stable code: the page's own, those of all pages, or else the server's. */
export function wordsFor(error: unknown, { refusals = {}, fields = {} }: Told = {}): string {
  if (!(error instanceof ApiError)) return words.wentWrong;
  const { code, title, detail, errors = [] } = error.problem;
  const known = own(refusals, code) ?? own(words.refusals, code);
  return [known ?? title, known === undefined ? detail : undefined, ...errors.map((fault) => faultIn(fault, fields))]
    .filter(Boolean)
    .join(" ");
}

function faultIn({ path, code = "", reason }: FieldFault, fields: NonNullable<Told["fields"]>): string {
  const names = path.split("/").filter((name) => name !== "");
  const name = fields[names.at(-1) ?? ""] ?? names.join(" ");
  const [limit = ""] = /\d+/.exec(reason) ?? [];
  return `${name}: ${words.faults[code]?.(limit) ?? reason}`;
}

function own(table: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}
