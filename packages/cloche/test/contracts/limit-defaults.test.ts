/** The gate's own limits on a running server: what holds where a route says nothing, where no route is, and for whom. */
import {
  anyone,
  type Caller,
  type CallerSource,
  type Contract,
  contract,
  createGate,
  fixedClock,
  type GateOptions,
  handle,
  nothing,
  refuse,
  reply,
  type SecurityEvent,
  signedIn,
} from "cloche";
import { cover, lidOptions } from "cloche/fastify";
import { observer } from "cloche/observe";
import {
  accessLists,
  concurrency,
  type LimitStore,
  limit,
  liveLimits,
  memoryLimitStore,
  proxies,
  withOutagePolicy,
} from "cloche/rate-limit";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";

const open = { method: "GET", path: "/api/menu", allow: anyone("it is public"), returns: { 204: nothing() } } as const;
const menu = contract(open);

interface Asked {
  readonly from?: string;
  readonly authorization?: string;
}

interface Served {
  /** The status of each path, asked in turn. */
  readonly statuses: (paths: readonly string[], asked?: Asked) => Promise<readonly number[]>;
  readonly gate: ReturnType<typeof createGate>;
  readonly events: readonly SecurityEvent[];
}

async function serve(
  contracts: readonly Contract[],
  options: GateOptions,
  work: (served: Served) => Promise<void>,
): Promise<void> {
  const events: SecurityEvent[] = [];
  const observe = observer({ sinks: [(event) => void events.push(event)] });
  const gate = createGate({ proxies: proxies({ hops: 1 }), observe, ...options });
  const app = Fastify(lidOptions(gate));
  cover(app, gate).mount(contracts.map((one) => handle(one as typeof menu, () => reply(204, undefined))));
  const statuses = async (paths: readonly string[], { from = "192.0.2.1", authorization }: Asked = {}) => {
    const found: number[] = [];
    const headers = { "x-forwarded-for": from, ...(authorization === undefined ? {} : { authorization }) };
    for (const url of paths) found.push((await app.inject({ url, headers })).statusCode);
    return found;
  };
  try {
    await work({ statuses, gate, events });
  } finally {
    await app.close();
  }
}

const thrice = (path: string) => [path, path, path];

describe("a default", () => {
  it("counts what is not there like what is, and its ban holds for both", () =>
    serve(
      [menu],
      {
        limits: {
          store: memoryLimitStore(),
          defaults: { "/api/": limit("2 per minute by address", { ban: { after: 1, for: "1 hour" } }) },
        },
      },
      async ({ statuses, events }) => {
        expect(await statuses(["/api/nowhere", "/api/.env", "/api/admin.php", "/api/menu"])).toEqual([
          404, 404, 429, 429,
        ]);
        expect(await statuses(["/api/menu"], { from: "192.0.2.2" })).toEqual([204]);
        expect(events.map(({ name, route }) => [name, route])).toEqual([
          ["client.banned", "unmatched"],
          ["client.banned", "GET /api/menu"],
        ]);
      },
    ));

  it("may be several, each of which gives way to a route's own of its kind alone", () => {
    const held = contract({ ...open, path: "/api/held", limit: concurrency("9 at once by address") });
    const rated = contract({ ...open, path: "/api/rated", limit: "9 per minute by address" });
    const defaults = {
      "/api/": ["2 per minute by address", "7 at once by address", "5 per hour by everyone"],
    } as const;
    return serve(
      [menu, held, rated],
      { limits: { store: memoryLimitStore(), defaults } },
      async ({ statuses, gate }) => {
        expect(await statuses(thrice("/api/menu"))).toEqual([204, 204, 429]);
        expect(await statuses(thrice("/api/rated"))).toEqual([204, 204, 204]);
        expect(await statuses(["/api/held"])).toEqual([429]);
        expect(await statuses(["/api/held"], { from: "192.0.2.9" })).toEqual([204]);
        expect(gate.contracts()).toHaveLength(3);
      },
    );
  });

  it("follows a live limit, in paths without a route too", () => {
    const limits = liveLimits({ api: limit("1 per minute by address", { name: "api" }) });
    return serve(
      [menu],
      { limits: { store: memoryLimitStore(), defaults: { "/api/": limits.live("api") } } },
      async ({ statuses }) => {
        expect(await statuses(["/api/menu", "/api/nowhere"])).toEqual([204, 429]);
        limits.replace({ api: limit("3 per minute by address", { name: "api" }) });
        expect(await statuses(["/api/nowhere", "/api/menu", "/api/menu"])).toEqual([404, 204, 429]);
      },
    );
  });

  it("only watches where the gate's limits are in shadow", () =>
    serve(
      [menu],
      {
        shadow: ["limit"],
        limits: { store: memoryLimitStore(), defaults: { "/api/": "1 per minute by address" } },
      },
      async ({ statuses, events }) => {
        expect(await statuses(["/api/nowhere", "/api/nowhere", "/api/menu"])).toEqual([404, 404, 204]);
        const told = events.filter(({ name }) => name === "route.shadow_refusal");
        expect(told.map(({ route }) => route)).toEqual(["unmatched", "GET /api/menu"]);
      },
    ));

  it("that is live is followed under the gate's shadow too, in paths without a route as well", () => {
    const limits = liveLimits({ api: limit("1 per minute by address", { name: "api" }) });
    return serve(
      [menu],
      { shadow: ["limit"], limits: { store: memoryLimitStore(), defaults: { "/api/": limits.live("api") } } },
      async ({ statuses, events }) => {
        const watched = () => events.filter(({ name }) => name === "route.shadow_refusal").length;
        expect([await statuses(["/api/nowhere", "/api/nowhere"]), watched()]).toEqual([[404, 404], 1]);
        limits.replace({ api: limit("9 per minute by address", { name: "api" }) });
        expect([await statuses(["/api/nowhere", "/api/menu"]), watched()]).toEqual([[404, 204], 1]);
      },
    );
  });

  it.each([
    ["a cost that is worked out", { "/": { quota: 9, window: 60, by: "address", cost: () => 1 } }],
    ["a limit by caller among several", { "/": ["9 per minute by address", "9 per minute by caller"] }],
    ["a name that is not known", { "/": { quota: 9, window: 60, by: "address", bann: 1 } }],
  ] as const)("is refused at start with %s", (_what, defaults) => {
    expect(() => createGate({ limits: { store: memoryLimitStore(), defaults: defaults as never } })).toThrow(
      /createGate limits\.defaults \//,
    );
  });
});

describe("the lists", () => {
  const lists = accessLists({ denied: { addresses: ["192.0.2.66"] }, exempt: { addresses: ["192.0.2.7"] } });

  it("hold where no route is, too", () =>
    serve(
      [menu],
      { limits: { store: memoryLimitStore(), lists, defaults: { "/api/": "1 per minute by address" } } },
      async ({ statuses }) => {
        const paths = ["/api/nowhere", "/api/nowhere", "/elsewhere"];
        expect(await statuses(paths, { from: "192.0.2.66" })).toEqual([403, 403, 403]);
        expect(await statuses(paths, { from: "192.0.2.7" })).toEqual([404, 404, 404]);
        expect(await statuses(paths)).toEqual([404, 429, 404]);
      },
    ));
});

describe("the counter of an IPv6 address", () => {
  const counted = contract({ ...open, limit: "1 per minute by address" });
  const neighbours = ["2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:1::1"];

  it.each([
    [undefined, [204, 204, 204]],
    [48, [204, 429, 204]],
    [32, [204, 429, 429]],
  ])("is its network of the declared length: %s", (ipv6Prefix, expected) =>
    serve(
      [counted],
      { limits: { store: memoryLimitStore(), ...(ipv6Prefix === undefined ? {} : { ipv6Prefix }) } },
      async ({ statuses, gate }) => {
        const found: number[] = [];
        for (const from of neighbours) found.push(...(await statuses(["/api/menu"], { from })));
        expect(found).toEqual(expected);
        await gate.forgive(counted, { address: neighbours[1] });
        expect(await statuses(["/api/menu"], { from: neighbours[1] ?? "" })).toEqual([204]);
      },
    ),
  );

  it.each([0, 31, 129, 64.5, "64"])("is refused at start with %j bits", (ipv6Prefix) => {
    expect(() => createGate({ limits: { store: memoryLimitStore(), ipv6Prefix: ipv6Prefix as number } })).toThrow(
      /ipv6Prefix/,
    );
  });

  it("is not misread where the option is misspelt", () => {
    const limits = { store: memoryLimitStore(), ipv6prefix: 48 };
    expect(() => createGate({ limits })).toThrow(/ipv6Prefix/);
  });

  it("is that of failed credentials too", () =>
    serve(
      [contract({ ...open, allow: signedIn() })],
      {
        who: [named("bearer")],
        limits: { store: memoryLimitStore(), failures: "1 per minute by address", ipv6Prefix: 32 },
      },
      async ({ statuses }) => {
        const wrong = (from: string) => statuses(["/api/menu"], { from, authorization: "wrong" });
        expect([await wrong("2001:db8::1"), await wrong("2001:db8:ffff::1")]).toEqual([[401], [429]]);
      },
    ));
});

/** Whoever the `Authorization` field names, as `<tenant>/<id>`. */
function named(name: string): CallerSource {
  return {
    name,
    ambient: false,
    scheme: { type: "http", scheme: "bearer" },
    missing: refuse("unauthenticated"),
    identify(head) {
      const [tenant, id] = head.header("authorization")?.split("/") ?? [];
      if (tenant === undefined || id === undefined) return refuse("token_invalid");
      return { id, roles: [], scopes: [], via: name, claims: { tenant } } satisfies Caller;
    },
  };
}

describe("who shares a counter", () => {
  const tenantOf = ({ claims }: Caller) => claims.tenant as string;
  const known = { ...open, allow: signedIn() };

  it.each([
    ["tenant", [204, 204, 429, 204]],
    ["caller", [204, 204, 204, 204]],
    ["tenant and route", [204, 204, 429, 204]],
    ["api-key", [204, 204, 204, 204]],
  ])("by %s", (by, expected) =>
    serve(
      [contract({ ...known, limit: `2 per minute by ${by}` })],
      { who: [named("key")], limits: { store: memoryLimitStore(), tenantOf } },
      async ({ statuses }) => {
        const found: number[] = [];
        for (const authorization of ["bistro/ann", "bistro/bob", "bistro/cy", "deli/ann"]) {
          found.push(...(await statuses(["/api/menu"], { authorization })));
        }
        expect(found).toEqual(expected);
      },
    ),
  );

  it("by route: each route has its own", () =>
    serve(
      ["/api/menu", "/api/dishes"].map((path) =>
        contract({ ...open, path, limit: limit("1 per minute by route", { name: "each" }) }),
      ),
      { limits: { store: memoryLimitStore() } },
      async ({ statuses }) => {
        expect(await statuses(["/api/menu", "/api/dishes", "/api/menu"])).toEqual([204, 204, 429]);
      },
    ));
});

describe("an outage", () => {
  it("is told to the gate's observer where the store was given nobody else to tell", () => {
    const clock = fixedClock(Date.now());
    let isAway = true;
    const counters = memoryLimitStore();
    const real: LimitStore = {
      take: async (asks, now) => (isAway ? Promise.reject(new Error("away")) : counters.take(asks, now)),
    };
    const store = withOutagePolicy(real, { whenAway: "allow", name: "counters", clock });
    return serve(
      [contract({ ...open, limit: "90 per minute by address" })],
      { limits: { store } },
      async ({ statuses, events }) => {
        await statuses(thrice("/api/menu"));
        isAway = false;
        clock.advance(60_000);
        await statuses(["/api/menu"]);
        expect(events).toMatchObject([
          { name: "store.away", subject: "counters" },
          { name: "store.back", subject: "counters" },
        ]);
      },
    );
  });
});
