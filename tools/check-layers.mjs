/** Holds the architecture: who may import whom, no cycle of any kind, and where time, environment and I/O may be read. */
import { cyclesIn } from "./layers/cycles.mjs";
import { directionFaults } from "./layers/direction.mjs";
import { placeOf } from "./layers/places.mjs";
import { reachFaults } from "./layers/reach.mjs";
import { edgesOf, readSources } from "./layers/sources.mjs";
import { runAsCheck } from "./source/report.mjs";

/**
 * The whole architecture as data; widening it is a visible diff.
 *
 * A zone is a folder that relative imports do not leave, except into `reaches` and, from tests, `testsReach`. Its places
 * are folders or single files with a floor: a file imports its own place, or a place on a lower floor through a door
 * (`index`, or what `doors` lists, where "*" is any file). `only` narrows which lower places are meant, `packages`
 * which packages ("peers": node's own and the peer dependencies). A zone without places is free inside.
 */
export const RULES = {
  library: { name: "cloche", manifest: "packages/cloche/package.json" },
  zones: [
    {
      folder: "packages/cloche/src",
      required: true,
      packages: "peers",
      testsReach: ["packages/cloche/test", "tools"],
      testsImport: ["testing"],
      places: [
        { place: "kernel", floor: 0 },
        { place: "layers/*", floor: 1 },
        { place: "gate", floor: 2, doors: ["index", "node/index"] },
        { place: "index", floor: 3, only: ["kernel", "gate"] },
        { place: "adapters/*", floor: 3 },
        { place: "testing", floor: 3 },
        { place: "cli", floor: 4 },
      ],
    },
    { folder: "packages/cloche/test", reaches: ["packages/cloche/src", "tools"] },
    {
      folder: "apps/restaurant",
      required: true,
      testsReach: ["tools"],
      testsImport: ["server/test-support", "partners"],
      places: [
        { place: "contracts", floor: 0, doors: ["*"], packages: ["cloche", "zod"] },
        { place: "server/platform", floor: 0 },
        { place: "server/access", floor: 0.5 },
        { place: "server/accounts", floor: 1 },
        { place: "server/cameras", floor: 1 },
        { place: "server/customers", floor: 1 },
        { place: "server/menu", floor: 1 },
        { place: "server/orders", floor: 1 },
        { place: "server/reports", floor: 1 },
        { place: "server/payments", floor: 1 },
        { place: "server/deliveries", floor: 1 },
        { place: "server/partner-keys", floor: 1 },
        { place: "server/kitchen", floor: 1 },
        { place: "server/devices", floor: 1 },
        { place: "server/health", floor: 1 },
        { place: "server/messages", floor: 1 },
        { place: "server/pages", floor: 1 },
        { place: "web", floor: 1, only: ["contracts"] },
        { place: "server/app", floor: 2, doors: ["index", "command-line", "local-certificate"] },
        { place: "partners", floor: 2, only: ["server/platform"] },
        { place: "server/main", floor: 3 },
        { place: "server/test-support", floor: 3, testCode: true },
        { place: "e2e", floor: 4, testCode: true, anyFile: true },
        { place: "deploy", floor: 4, testCode: true, anyFile: true },
      ],
    },
    { folder: "examples/*" },
    { folder: "bench", reaches: ["node_modules", "tools"] },
    { folder: "tools" },
  ],
  reach: [
    {
      rule: "environment",
      within: ["packages/cloche/src/", "apps/restaurant/"],
      code: /\bprocess\s*\??\.\s*env\b|\bprocess\s*(?:\?\.)?\[|\benv\b[^;{}]*\}\s*=\s*process\b/g,
      named: { modules: ["node:process", "process"], names: ["env"] },
      allowed: [
        "packages/cloche/src/layers/secrets/",
        "packages/cloche/src/cli/main.ts",
        "packages/cloche/src/gate/surroundings.ts",
        "apps/restaurant/server/main.ts",
      ],
      fix: "Take the value as an option; only the secrets layer, the gate's surroundings and main.ts read the environment.",
    },
    {
      rule: "time",
      within: ["packages/cloche/src/"],
      code: /\bDate\s*\.\s*now\b|\bnew\s+Date\b(?!\s*\(\s*[^\s)])|(?<![\w$.]|\bnew\s+)Date\s*\(\s*\)|\bperformance\s*\.\s*now\b|\bprocess\s*\.\s*hrtime\b/g,
      allowed: ["packages/cloche/src/kernel/clock.ts"],
      fix: "Take a Clock as an option that defaults to systemClock.",
    },
    {
      rule: "input-output",
      within: ["packages/cloche/src/"],
      code: /(?<![\w$.])fetch\s*\(|\bglobalThis\s*\.\s*fetch\b|[=?]\s*fetch\b(?!\s*[:?(])|\bnew\s+(?:WebSocket|EventSource)\b/g,
      named: {
        modules: ["fs", "fs/promises", "http", "https", "http2", "net", "tls", "dgram", "dns", "dns/promises"]
          .concat(["child_process", "cluster", "worker_threads"])
          .flatMap((name) => [name, `node:${name}`])
          .concat(["node:sqlite", "undici"]),
        pure: { "node:net": ["isIP", "isIPv4", "isIPv6", "BlockList", "SocketAddress"] },
      },
      allowed: [
        "packages/cloche/src/layers/jwt/fetch-json.ts",
        "packages/cloche/src/adapters/express/http-classes.ts",
        "packages/cloche/src/adapters/next/check-routes.ts",
        "packages/cloche/src/layers/sanitize/fetch-once.ts",
        "packages/cloche/src/layers/sanitize/pinned-lookup.ts",
        "packages/cloche/src/layers/webhooks/certificates/fetch-text.ts",
        "packages/cloche/src/layers/webhooks/outgoing/post.ts",
        "packages/cloche/src/layers/secrets/",
        "packages/cloche/src/cli/",
      ],
      fix: "Take a store, a source or a client as a parameter (a type is `import type`).",
    },
    {
      rule: "computed-import",
      within: ["packages/cloche/src/", "apps/restaurant/"],
      computed: true,
      allowed: ["packages/cloche/src/cli/"],
      fix: "Write the module's name as a plain text, so that checks and bundlers can see it.",
    },
  ],
};

/**
 * Every violation of the architecture below `root`.
 *
 * @param {string} root
 * @param {typeof RULES} [rules]
 * @returns {{ violations: import("./source/report.mjs").Violation[], summary: string }}
 */
export function checkLayers(root, rules = RULES) {
  const sources = readSources(root);
  const edges = edgesOf(sources);
  const violations = [
    ...emptyZones(sources, rules),
    ...sources.flatMap((source) => sourceFaults(source, rules)),
    ...directionFaults(edges, { root, rules }),
    ...sources.flatMap((source) => reachFaults(source, rules)),
    ...cyclesIn(edges),
  ];
  return { violations, summary: `layers hold: ${sources.length} files, ${edges.length} imports, no cycle` };
}

function emptyZones(sources, { zones }) {
  const empty = zones.filter(
    ({ folder, required }) => required && !sources.some(({ file }) => file.startsWith(`${folder}/`)),
  );
  return empty.map(({ folder }) => ({
    file: folder,
    line: 1,
    rule: "nothing-scanned",
    fix: "No source was found here; run from the project's root or correct the table in tools/check-layers.mjs.",
  }));
}

function sourceFaults({ file, readable, defaults }, rules) {
  const isConfig = /\.config\.[mc]?[jt]s$/.test(file);
  const refused = isConfig ? [] : defaults.map((line) => fault(file, line, DEFAULT_EXPORT));
  if (!readable) refused.push(fault(file, 1, UNREADABLE));
  if (!isConfig && placeOf(file, rules) === undefined) refused.push(fault(file, 1, UNPLACED));
  return refused;
}

const DEFAULT_EXPORT = { rule: "default-export", fix: "Export it by its name." };
const UNREADABLE = {
  rule: "unreadable",
  fix: "A comment or template seems never to end; rewrite it so that it is plain.",
};
const UNPLACED = { rule: "unplaced", fix: "Move it into a place of the architecture, or add its place to the table." };

function fault(file, line, { rule, fix }) {
  return { file, line, rule, fix };
}

await runAsCheck(import.meta.url, (root) => checkLayers(root));
