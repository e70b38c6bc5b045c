/** What a gate is made of, and what its steps share. */
import type { Caller, CallerSource, Clock, Emit, SecretOr } from "../kernel/index.js";
import type { Cors, Cover } from "../layers/headers/index.js";
import type { CsrfTokens } from "../layers/jwt/index.js";
import type { AuditTrail, Observer } from "../layers/observe/index.js";
import type { AccessLists, LimitInput, LimitStore, Proxies } from "../layers/rate-limit/index.js";
import type { Partner, ReplayStore } from "../layers/webhooks/index.js";
import type { ExplainOptions } from "./explain-options.js";
import type { IdempotencyStore } from "./idempotency.js";
import type { DefaultLimits, LimitSpec } from "./limits.js";
import type { Owns } from "./ownership.js";
import type { GateShadowLayer } from "./shadow-layers.js";
import type { FindSigns } from "./signs.js";
import type { Surroundings } from "./surroundings.js";
import type { TlsOptions } from "./tls-step.js";

/** A duty the gate leaves to the handlers, and why that is safe. */
export interface ByHandlers {
  readonly byHandlers: string;
}

/** How requests are counted. */
export interface LimitsOptions {
  readonly store: LimitStore;
  /** The limits of every route under a path prefix that names none of its own, unmatched paths included. */
  readonly defaults?: Readonly<Record<string, LimitSpec>>;
  /** How many failed credentials and signatures one address may present; counted in this process. */
  readonly failures?: LimitInput;
  /** The tenant a caller belongs to, for limits by tenant. */
  readonly tenantOf?: (caller: Caller) => string | undefined;
  /** Keeps what is counted by from being guessed back from the store's keys. */
  readonly pepper?: SecretOr<string>;
  /** Who is never limited, and who is never let in. */
  readonly lists?: AccessLists;
  /** How many leading bits of an IPv6 address make one counter, 32 to 128; 64, which one subscriber holds, unless said. */
  readonly ipv6Prefix?: number;
}

/** What the gate asks of an audit trail. */
export type AuditGuard = Pick<AuditTrail, "record">;

/** What a gate is made of. */
export interface GateOptions {
  /** The ways to tell who is calling. */
  readonly who?: readonly CallerSource[];
  /** The partners whose webhooks are received, by the name contracts use in `from`. */
  readonly partners?: Readonly<Record<string, Partner>>;
  /** Where deliveries are remembered, or why the handlers do it themselves. Needed where there are partners. */
  readonly replay?: ReplayStore | ByHandlers;
  /** Where answers to idempotency keys are kept, or why the handlers do it. Needed where a contract is idempotent. */
  readonly idempotency?: IdempotencyStore | ByHandlers;
  readonly limits?: LimitsOptions;
  /** Header covers by name; `api`, `page` and `mixed` are there by themselves. */
  readonly covers?: Readonly<Record<string, Cover>>;
  /** Which other origins may call; none unless said. */
  readonly cors?: Cors;
  /** Where requests that came in the clear belong: pages redirect there, everything else refuses. Not asked unless said. */
  readonly tls?: TlsOptions;
  /** Which proxies stand in front; none unless said. */
  readonly proxies?: Proxies;
  /** Origins beside the server's own whose pages may send requests that a cookie authenticates. */
  readonly origins?: readonly string[];
  /** Proves that a page of ours sent a request, for browsers that say nothing of it: `csrfToken({ secret })`. */
  readonly csrf?: Pick<CsrfTokens, "refusal">;
  /** Who owns an object, by the name that `owner(...)` rules use. */
  readonly owners?: Readonly<Record<string, Owns>>;
  readonly observe?: Observer;
  /** Writes each request that may change something before its handler runs; where it denies, no record is no request. */
  readonly audit?: AuditGuard;
  /**
   * Names what checked input resembles: `attackSigns` of `cloche/sanitize`. Given, each request of callers is looked at,
   * and each sign is told as `input.suspicious`; a contract's own `signs` goes before.
   */
  readonly signs?: FindSigns;
  /** The most bytes a body may have where its contract says nothing. */
  readonly maxBodyBytes?: number;
  readonly clock?: Clock;
  /** Checks of every route that are watched and not enforced; see `shadow` of a contract. */
  readonly shadow?: readonly GateShadowLayer[];
  /** Explains the decisions that are asked for, step by step. Costs nothing where it is left out. */
  readonly explain?: ExplainOptions;
  /** What only the one who deploys knows of where this runs; the process's own signs tell the rest. */
  readonly surroundings?: Surroundings;
}

/** Everything the steps share, made once. */
export interface GateParts {
  readonly options: GateOptions;
  readonly covers: Readonly<Record<string, CoverLists>>;
  /** The same covers as they were made, for routes that differ in a few things. */
  readonly lids: Readonly<Record<string, Cover>>;
  readonly defaults: readonly DefaultLimits[];
  readonly emit: Emit;
  readonly clock: Clock;
  /** Monotonic milliseconds. */
  readonly mark: () => number;
}

/** A cover's headers as flat lists of names and values, over plain HTTP and over TLS. */
export interface CoverLists {
  readonly plain: readonly string[];
  readonly tls: readonly string[];
  /** The list of one answer, where its policies take a nonce. */
  readonly nonced?: ((nonce: string, secure: boolean) => readonly string[]) | undefined;
}
