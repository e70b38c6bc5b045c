/** Codes are promises: the tables, the page, the exported types and this list say the same, in both directions. */
import { existsSync, readFileSync } from "node:fs";
import type { FaultCode, RefusalCode } from "cloche";
import { describe, expect, it } from "vitest";
import { CONTRADICTIONS, FAULTS, REFUSALS } from "../../src/kernel/index.js";

/** Clients switch on these: a code that goes away or changes its status is a breaking change. */
const STATUS_BY_CODE: Readonly<Record<RefusalCode, number>> = {
  validation_failed: 400,
  malformed_body: 400,
  request_malformed: 400,
  signature_invalid: 400,
  idempotency_missing: 400,
  unauthenticated: 401,
  token_invalid: 401,
  step_up_required: 401,
  forbidden: 403,
  insufficient_scope: 403,
  cross_site_refused: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  idempotency_running: 409,
  body_too_large: 413,
  uri_too_long: 414,
  expectation_failed: 417,
  headers_too_large: 431,
  unsupported_media_type: 415,
  idempotency_mismatch: 422,
  rate_limited: 429,
  internal_error: 500,
  store_unavailable: 503,
};

/** Builds and deployments switch on these; `true` is only what makes the compiler ask for every one. */
const FAULT_CODES: Readonly<Record<FaultCode, true>> = {
  option_unknown: true,
  option_invalid: true,
  duration_unreadable: true,
  route_doubled: true,
  route_uncovered: true,
  routes_before_cover: true,
  contract_invalid: true,
  contract_contradiction: true,
  partner_unknown: true,
  caller_source_missing: true,
  limit_unreadable: true,
  limit_store_missing: true,
  proxy_untrusted: true,
  secret_weak: true,
  key_unusable: true,
  algorithm_unknown: true,
  policy_contradiction: true,
  configuration_invalid: true,
  schema_unsupported: true,
  peer_missing: true,
  cookie_unchecked: true,
  path_doubled: true,
  path_overlapping: true,
  partner_format: true,
  webhook_parsed: true,
  webhook_under_cors: true,
  page_uncovered: true,
  body_impossible: true,
  problem_taken: true,
  stream_repeated: true,
  credential_in_query: true,
  origin_in_clear: true,
  memory_shared: true,
  open_unlimited: true,
  partner_idle: true,
  source_doubled: true,
  proxy_unnamed: true,
  proxies_unsaid: true,
  memory_perhaps_shared: true,
  step_up_untold: true,
  partner_keyless: true,
  open_repeated: true,
  outage_opens: true,
  csrf_idle: true,
  default_idle: true,
  shadow_left: true,
};

const PAGE = new URL("../../../../docs/reference/errors.md", import.meta.url);

describe("the exported types", () => {
  it("name exactly the codes of the tables, with their statuses", () => {
    const statuses = Object.entries(REFUSALS).map(([code, { status }]) => [code, status]);
    expect(Object.fromEntries(statuses)).toEqual(STATUS_BY_CODE);
    expect([...Object.keys(FAULTS), ...Object.keys(CONTRADICTIONS)].sort()).toEqual(Object.keys(FAULT_CODES).sort());
  });
});

describe.skipIf(!existsSync(PAGE))("the page", () => {
  const page = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
  const [, refusals = "", faults = "", contradictions = ""] = page.split(/\n## .+\n/);

  it("has one heading for each code and no other", () => {
    expect(headings(refusals)).toEqual(Object.keys(REFUSALS));
    expect(headings(faults)).toEqual(Object.keys(FAULTS));
    expect(headings(contradictions)).toEqual(Object.keys(CONTRADICTIONS));
  });

  it.each(Object.entries(REFUSALS))("tells status and title of %s", (code, { status, title }) => {
    expect(sectionOf(refusals, code)).toBe(`Status ${status}: ${title}`);
  });

  it.each(Object.entries(FAULTS))("tells what %s is and what to do", (code, { title, remedy }) => {
    expect(sectionOf(faults, code)).toBe(`${title}\n\n**What to do:** ${remedy}`);
  });
});

function headings(part: string): string[] {
  return [...part.matchAll(/^### (.+)$/gm)].map(([, code]) => code ?? "");
}

function sectionOf(part: string, code: string): string | undefined {
  return part
    .split(/^### /m)
    .find((section) => section.startsWith(`${code}\n`))
    ?.slice(code.length)
    .trim();
}
