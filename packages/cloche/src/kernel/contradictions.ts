/** The table of contradictions between layers: what is well-formed by itself and cannot be kept together. */
import { table } from "./table.js";

/** A kind of contradiction. */
export interface ContradictionEntry {
  readonly title: string;
  readonly remedy: string;
  /** Whether the process must not start; otherwise it is told as a warning. */
  readonly stops: boolean;
}

/** Every contradiction, by its stable code. */
export const CONTRADICTIONS = table({
  cookie_unchecked: {
    title: "Browsers attach this credential by themselves, but nothing checks which site made them send it.",
    remedy: "Set `ambient: true` on the caller source, so that requests from other sites are refused.",
    stops: true,
  },
  path_doubled: {
    title: "Two contracts answer the same address under different spellings.",
    remedy: "Keep one. A framework serves the first and forgets the other, and some take upper and lower case as one.",
    stops: true,
  },
  path_overlapping: {
    title: "An address fits two contracts that let different callers in.",
    remedy: "Register the literal path first, give the parameter a schema that excludes it, or choose another path.",
    stops: false,
  },
  partner_format: {
    title: "The contract accepts other formats than its partner sends.",
    remedy: "Leave `accepts` out; the partner's own format is known.",
    stops: true,
  },
  webhook_parsed: {
    title: "A parser takes the body of a partner's webhook before its signature is verified over the bytes.",
    remedy: "Drop the parser, or move it behind the route or into the router that needs it: the gate reads every body.",
    stops: true,
  },
  webhook_under_cors: {
    title: "Pages of other origins are told that they may call a partner's webhook.",
    remedy: "Receive webhooks at a gate without `cors`. No partner is a browser.",
    stops: false,
  },
  page_uncovered: {
    title: "A page leaves without a content security policy made for pages.",
    remedy: 'Say `cover: "page"`, or name a cover of your own that has a policy.',
    stops: true,
  },
  body_impossible: {
    title: "A status that never has a body is declared with one.",
    remedy: "Declare nothing() for 204, 205 and 304 (RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5).",
    stops: true,
  },
  problem_taken: {
    title: "A problem has the code of a refusal of the library, under another status.",
    remedy: "Give the problem a code of its own, so that clients can switch on it.",
    stops: true,
  },
  stream_repeated: {
    title: "A stream cannot be kept, so that a repeated request would be answered without it.",
    remedy: "Drop `idempotent`, or answer with a document that says where the stream is.",
    stops: true,
  },
  credential_in_query: {
    title: "A credential is read from the address, which logs, histories and Referer keep.",
    remedy: "Read it from a header or the body (ASVS 5.0, 14.2.1; RFC 6750 section 5.3).",
    stops: false,
  },
  origin_in_clear: {
    title: "Pages of an origin without TLS may send requests that a cookie authenticates.",
    remedy: "Name the https: origin. Anyone on the way can write the pages of the other.",
    stops: true,
  },
  memory_shared: {
    title: "Several processes keep apart in memory what they must share.",
    remedy:
      "Give every process the same Redis or database store; otherwise each has the whole quota, and repeats run twice.",
    stops: true,
  },
  open_unlimited: {
    title: "Anyone may change something here as often as they like.",
    remedy: "Give the contract a limit, or the gate a default for its path.",
    stops: false,
  },
  partner_idle: {
    title: "The gate holds the secret of a partner that no contract names.",
    remedy: "Remove the partner, or add the contract of its webhook.",
    stops: false,
  },
  source_doubled: {
    title: "Two sources of callers have one name.",
    remedy: "Give each a name of its own: `via`, the logs and the API description tell them apart by it.",
    stops: true,
  },
  proxy_unnamed: {
    title: "The platform's proxy hands every request on, but no proxy is trusted: all callers count as one address.",
    remedy: "Give createGate the `proxies` that stand in front, such as proxies({ hops: 1 }).",
    stops: true,
  },
  proxies_unsaid: {
    title: "Requests are counted by address in production, but nothing says whether a proxy stands in front.",
    remedy: 'Give createGate `proxies`: those in front, or proxies("none") where clients connect by themselves.',
    stops: false,
  },
  memory_perhaps_shared: {
    title: "What may run as several processes counts and remembers in the memory of each.",
    remedy:
      "Give every process the same Redis or database store, or say `surroundings: { processes: 1 }` where there is one.",
    stops: false,
  },
  step_up_untold: {
    title: "The route asks how and when the caller signed in, which none of its credentials can tell.",
    remedy: "Let a token in by `via`: an API key has no sign-in. Otherwise nobody will ever pass.",
    stops: true,
  },
  partner_keyless: {
    title: "A partner's webhook demands an Idempotency-Key, which partners do not send.",
    remedy: "Drop `idempotent`: each delivery is worked once by the replay store.",
    stops: true,
  },
  open_repeated: {
    title: "An answer is kept for a key of somebody whom nobody identifies, and told again to their address.",
    remedy: "Answer such a route with nothing private: callers behind one address share what is kept.",
    stops: false,
  },
  outage_opens: {
    title: "While the store of the limits is away, anyone may change something here as often as they like.",
    remedy: 'Say `whenAway: "local"` or "deny" on the limit of an open route.',
    stops: false,
  },
  csrf_idle: {
    title: "A proof against requests from other sites is configured, but no credential needs it.",
    remedy: "Remove `csrf`, or set `ambient: true` on the source whose credential browsers send by themselves.",
    stops: false,
  },
  default_idle: {
    title: "A default limit is for a path that no contract is under.",
    remedy: "Correct its prefix: what it was meant for has no limit.",
    stops: false,
  },
  shadow_left: {
    title: "A check is watched and not enforced.",
    remedy: "Enforce it once its events are only those that are meant: take it out of `shadow`.",
    stops: false,
  },
} satisfies Record<string, ContradictionEntry>);

/** The stable code of a contradiction. */
export type ContradictionCode = keyof typeof CONTRADICTIONS;
