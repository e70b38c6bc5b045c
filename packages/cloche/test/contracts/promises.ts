/** What every adapter promises, which of them cannot keep a promise, and why: the matrix in the guide is made of this. */

/** The promises by name, each as a row of the matrix. */
export const PROMISES = {
  covered: "Every answer is covered, refusals, 404 and 500 too",
  malformed: "A malformed address is answered as a covered problem",
  methods: "A wrong method hears what the path allows",
  head: "HEAD is answered like GET, without a body",
  silent: "Nothing tells what went wrong inside",
  caller: "The caller is asked for, and judged by the contract's rule",
  twice: "Two credentials in one request are refused",
  input: "Input is read, cleaned and refused by the contract",
  large: "A body that is too large is refused, announced or not",
  idempotent: "An idempotency key runs once",
  partner: "A partner's signature is verified over the raw bytes, each delivery worked once",
  limits: "Limits by caller, told in the answer's fields",
  address: "The address is the connection's, whatever headers say",
  internal: "Headers that frameworks trust open no door",
  streams: "Streams piece by piece",
  nothing: "Nothing is answered with nothing",
  told: "One line per request, by its template",
  native: "Handlers of the framework's own are held to their contract",
  sealed: "A forgotten route stops the start",
} as const;

/** The name of a promise. */
export type PromiseName = keyof typeof PROMISES;

/** One adapter as a column of the matrix: what it keeps in another way, or not at all. */
export interface AdapterColumn {
  readonly title: string;
  /** Why the suite leaves a promise out here, in the words of the matrix. */
  readonly otherwise: { readonly [Name in PromiseName]?: string };
}

/** The adapters, by the name of their test. */
export const ADAPTERS = {
  express: { title: "`cloche/express`", otherwise: {} },
  express4: { title: "`cloche/express`, Express 4", otherwise: {} },
  fastify: { title: "`cloche/fastify`", otherwise: {} },
  hono: { title: "`cloche/hono`", otherwise: {} },
  worker: {
    title: "`cloche/hono`, fetch only",
    otherwise: { address: "as `address` tells" },
  },
  workerd: {
    title: "`cloche/hono` in workerd",
    otherwise: { address: "as `address` tells" },
  },
  next: {
    title: "`cloche/next`",
    otherwise: { sealed: "`checkNextRoutes`, before the build" },
  },
  node: { title: "`cloche/node`", otherwise: { sealed: "nothing to forget" } },
} satisfies Record<string, AdapterColumn>;

/** The name of an adapter. */
export type AdapterName = keyof typeof ADAPTERS;
