/** What a route may answer: a schema per status, or one of the few kinds a schema cannot describe. */
import type { InputOf, Schema } from "../kernel/index.js";

/** Schemas of the members that a problem carries beside its own (RFC 9457 section 3.2), by its code. */
export interface ProblemMembers {
  readonly [code: string]: Schema;
}
/** Problems of the application's own, each a stable code with its title. */
export interface ProblemsReturn<Code extends string = string, Members extends ProblemMembers = ProblemMembers> {
  readonly kind: "problems";
  readonly problems: Readonly<Record<Code, string>>;
  readonly members: Members;
}
/** Bytes of one of some media types: a page, an image, a file. */
export interface BytesReturn {
  readonly kind: "bytes";
  /** The first is sent unless the reply's `content-type` names another of them. */
  readonly mediaTypes: readonly string[];
}
/** A body that is sent piece by piece as it comes to be. */
export interface StreamReturn {
  readonly kind: "stream";
  readonly mediaType: string;
}
/** An answer without a body. */
export interface NothingReturn {
  readonly kind: "nothing";
}

/** What one status may carry. A schema means JSON, filtered through it. */
export type Return = Schema | ProblemsReturn | BytesReturn | StreamReturn | NothingReturn;

/** The answers of a route, by status. */
export interface Returns {
  readonly [status: number]: Return;
}

/**
 * Declares problems of the application's own for a status: code to title, and by code the members that one carries
 * beside its own (RFC 9457 section 3.2), as an object's schema. What the schema does not declare never leaves.
 *
 * @example
 * returns: { 201: Order, 409: problems({ price_changed: "The price has changed." }) }
 * @example
 * const PRICES = problems({ price_changed: "The price has changed." }, { price_changed: z.object({ total: z.int() }) });
 */
export function problems<const Titles extends Readonly<Record<string, string>>>(
  titles: Titles,
): ProblemsReturn<keyof Titles & string, NoMembers>;
export function problems<const Titles extends Readonly<Record<string, string>>, const Members extends ProblemMembers>(
  titles: Titles,
  members: Members & Readonly<Record<Exclude<keyof Members, keyof Titles>, never>>,
): ProblemsReturn<keyof Titles & string, Members>;
export function problems(titles: Readonly<Record<string, string>>, members: ProblemMembers = {}): ProblemsReturn {
  return Object.freeze({
    kind: "problems",
    problems: Object.freeze({ ...titles }),
    members: Object.freeze({ ...members }),
  });
}

type NoMembers = Readonly<Record<never, never>>;

/** Declares an answer of bytes, such as `bytes("text/html; charset=utf-8")`. */
export function bytes(mediaType: string, ...others: readonly string[]): BytesReturn {
  return Object.freeze({ kind: "bytes", mediaTypes: Object.freeze([mediaType, ...others]) });
}

/** Declares a stream of server-sent events (HTML standard, section 9.2). */
export function eventStream(): StreamReturn {
  return Object.freeze({ kind: "stream", mediaType: "text/event-stream; charset=utf-8" });
}

/** Declares an answer without a body, for 204 and 304. */
export function nothing(): NothingReturn {
  return Object.freeze({ kind: "nothing" });
}

/** Whether a return is a schema rather than one of the declared kinds. */
export function isSchema(value: Return): value is Schema {
  return "~standard" in value;
}

const PAGE = /^(?:text\/html|application\/xhtml\+xml)\b/i;

/** Whether a return is a page, which browsers render. */
export function isPage(declared: Return): boolean {
  return !isSchema(declared) && declared.kind === "bytes" && declared.mediaTypes.some((type) => PAGE.test(type));
}

/** The piece of a reply that one declared return allows. */
type ReplyFor<Status, R> =
  R extends ProblemsReturn<infer Code, infer Members>
    ? ProblemFor<Status, Code, Members>
    : R extends StreamReturn
      ? Reply<Status, AsyncIterable<string | Uint8Array>>
      : R extends BytesReturn
        ? Reply<Status, string | Uint8Array>
        : R extends NothingReturn
          ? Reply<Status, undefined>
          : R extends Schema
            ? Reply<Status, InputOf<R>>
            : never;

/** A code with declared members comes with them. */
type ProblemFor<Status, Code extends string, Members extends ProblemMembers> =
  | ProblemReply<Status, Exclude<Code, keyof Members>>
  | { [C in keyof Members & string]: ExtendedProblemReply<Status, C, InputOf<Members[C]>> }[keyof Members & string];

/** Every reply the declared returns allow. */
export type ReplyOf<R extends Returns> = { [Status in keyof R & number]: ReplyFor<Status, R[Status]> }[keyof R &
  number];

/** What a neutral handler gives back. */
export interface Reply<Status = number, Body = unknown> {
  readonly status: Status;
  readonly body: Body;
  /** Headers beside those the gate sets; names in lower case. A name may come several times (`set-cookie`). */
  readonly headers?: ReplyHeaders | undefined;
}

/** A problem of the application's own, by one of its declared codes. */
export interface ProblemReply<Status = number, Code extends string = string> {
  readonly status: Status;
  readonly problem: Code;
  /** One sentence for the caller; never made from input. */
  readonly detail?: string | undefined;
  /** Filtered through the schema that the contract declares for the code. */
  readonly members?: unknown;
  readonly headers?: ReplyHeaders | undefined;
}

/** The same with the members its contract declares for the code. */
export interface ExtendedProblemReply<Status = number, Code extends string = string, Members = unknown>
  extends ProblemReply<Status, Code> {
  readonly members: Members;
}

/** Header names in lower case with their value, or values. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>;

/** A reply with any status. */
export function reply<const Status extends number, Body>(
  status: Status,
  body: Body,
  headers?: ReplyHeaders,
): Reply<Status, Body> {
  return headers === undefined ? { status, body } : { status, body, headers };
}

/** 200 with a body. */
export function ok<Body>(body: Body, headers?: ReplyHeaders): Reply<200, Body> {
  return reply(200, body, headers);
}

/** 201 with a body. */
export function created<Body>(body: Body, headers?: ReplyHeaders): Reply<201, Body> {
  return reply(201, body, headers);
}

/** 204. */
export function noContent(headers?: ReplyHeaders): Reply<204, undefined> {
  return reply(204, undefined, headers);
}

/**
 * One of the route's declared problems.
 *
 * @example
 * return problem(409, "price_changed", "Ask for a new quote.");
 */
export function problem<const Status extends number, const Code extends string>(
  status: Status,
  code: Code,
  detail?: string,
): ProblemReply<Status, Code> {
  return { status, problem: code, detail };
}

/**
 * One of the route's declared problems, with the members that are declared for its code.
 *
 * @example
 * return extendedProblem(409, "price_changed", { quote });
 */
export function extendedProblem<const Status extends number, const Code extends string, Members extends object>(
  status: Status,
  code: Code,
  members: Members,
): ExtendedProblemReply<Status, Code, Members> {
  return { status, problem: code, members };
}
