/** Calls the API and turns its problems into errors that a page can show. */

/** A refusal as the API tells it (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly reason: string }[];
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
    throw new ApiError({ status: 0, code: "offline", title: "The restaurant cannot be reached right now." });
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
    return { status: response.status, code: "unreadable", title: "The answer could not be read." };
  }
}

/** The words for whatever went wrong. */
export function wordsFor(error: unknown): string {
  if (!(error instanceof ApiError)) return "Something went wrong. Please try again.";
  const { title, detail, errors } = error.problem;
  const fields = errors?.map(({ path, reason }) => `${path.replace(/^\//, "").replaceAll("/", " ")}: ${reason}`) ?? [];
  return [title, detail, ...fields].filter(Boolean).join(" ");
}
