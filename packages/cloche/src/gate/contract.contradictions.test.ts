/** Contracts and gates that cannot keep their promises stop the start, with a code, the route and the fix. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ConfigError, type FaultCode, refuse } from "../kernel/index.js";
import { memoryLimitStore } from "../layers/rate-limit/index.js";
import { stripe } from "../layers/webhooks/index.js";
import { anyone, role, signedIn } from "./allow.js";
import { type Contract, type ContractSpec, contract } from "./contract.js";
import { createGate } from "./gate.js";
import { bytes } from "./returns.js";

const returns = { 200: z.object({ ok: z.boolean() }) };
const base = { method: "POST", path: "/orders", allow: signedIn(), returns } as const;
const hook = { method: "POST", path: "/hook", from: "stripe", returns } as const;

function faultOf(work: () => unknown): { code: FaultCode | undefined; where: string | undefined } {
  try {
    work();
  } catch (fault) {
    if (fault instanceof ConfigError) return { code: fault.code, where: fault.where };
  }
  return { code: undefined, where: undefined };
}

describe("a contract is refused", () => {
  it.each<[string, Record<string, unknown>, FaultCode]>([
    ["without anyone it lets in", { ...base, allow: undefined }, "contract_invalid"],
    ["that lets in callers and a partner", { ...base, from: "stripe" }, "contract_invalid"],
    [
      "that lets in anyone for a blank reason",
      { ...base, allow: { kind: "anyone", because: " " } },
      "contract_invalid",
    ],
    ["with a promise nobody knows", { ...base, alow: signedIn() }, "option_unknown"],
    ["with a method nobody sends", { ...base, method: "FETCH" }, "option_invalid"],
    ["with a path in another dialect", { ...base, path: "/orders/:id" }, "contract_invalid"],
    ["with a trailing slash", { ...base, path: "/orders/" }, "contract_invalid"],
    ["with one name twice", { ...base, path: "/{id}/{id}" }, "contract_invalid"],
    ["with a body on a GET", { ...base, method: "GET", body: returns[200] }, "contract_contradiction"],
    ["with a size for a body it does not have", { ...base, maxBodyBytes: 10 }, "contract_contradiction"],
    ["with codings for a body it does not have", { ...base, encodings: ["gzip"] }, "contract_contradiction"],
    ["with caps on a body it does not have", { ...base, caps: { depth: 3 } }, "contract_contradiction"],
    ["with files in a body it does not have", { ...base, files: {} }, "contract_contradiction"],
    ["with files in a body that is no form", { ...base, body: returns[200], files: {} }, "contract_contradiction"],
    ["with a cap nobody knows", { ...base, body: returns[200], caps: { bytes: 9 } }, "option_unknown"],
    [
      "with a key on a form whose retry is never the same",
      { ...base, body: returns[200], accepts: ["multipart"], idempotent: true },
      "contract_contradiction",
    ],
    ["from a partner in a coding", { ...hook, body: returns[200], encodings: ["gzip"] }, "contract_contradiction"],
    ["from a partner in parts", { ...hook, body: returns[200], accepts: ["multipart"] }, "contract_contradiction"],
    ["with headers that are no schema", { ...base, headers: { "x-table": "number" } }, "schema_unsupported"],
    ["with parameters its path does not name", { ...base, params: returns[200] }, "contract_contradiction"],
    ["with a key on a GET", { ...base, method: "GET", idempotent: true }, "contract_contradiction"],
    [
      "from a partner by another method",
      { method: "PUT", path: "/hook", from: "stripe", returns },
      "contract_contradiction",
    ],
    ["without any answer", { ...base, returns: {} }, "contract_invalid"],
    ["with something that is no schema", { ...base, body: { type: "object" } }, "schema_unsupported"],
    ["with a limit nobody can read", { ...base, limit: "many per day" }, "limit_unreadable"],
    [
      "that counts callers it never identifies",
      { ...base, allow: anyone("all"), limit: "9 per minute by caller" },
      "contract_contradiction",
    ],
    ["that counts by what no request has", { ...base, limit: "9 per minute by moon" }, "limit_unreadable"],
    [
      "that counts by a partner it does not have",
      { ...base, limit: "9 per minute by partner" },
      "contract_contradiction",
    ],
    ["that counts by a field of no body", { ...base, limit: "9 per minute by body:email" }, "contract_contradiction"],
  ])("%s", (_what, spec, code) => {
    const fault = faultOf(() => contract(spec as unknown as ContractSpec));
    expect(fault.code).toBe(code);
    expect(fault.where).toMatch(/\/|GET|FETCH/);
  });

  it("frozen all the way a caller could change it", () => {
    const made = contract({ ...base, allow: role("owner") });
    expect(() => Object.assign(made, { allow: anyone("oops") })).toThrow(TypeError);
    expect(() => Object.assign(made.allow, { roles: ["guest"] })).toThrow(TypeError);
    expect(() => Object.assign(made.returns, { 201: bytes("text/html") })).toThrow(TypeError);
  });
});

describe("a gate refuses a contract it cannot enforce", () => {
  const limits = { store: memoryLimitStore() };
  it.each<[string, ContractSpec, Parameters<typeof createGate>[0], FaultCode]>([
    ["whose callers it cannot tell", base, {}, "caller_source_missing"],
    [
      "whose partner it does not know",
      { method: "POST", path: "/hook", from: "stripe", returns },
      {},
      "partner_unknown",
    ],
    [
      "whose limit it cannot count",
      { ...base, allow: anyone("all"), limit: "9 per hour by address" },
      {},
      "limit_store_missing",
    ],
    [
      "whose tenants it cannot tell",
      { ...base, limit: "9 per hour by tenant" },
      {
        limits,
        who: [{ name: "x", ambient: false, scheme: {}, missing: refuse("unauthenticated"), identify: () => undefined }],
      },
      "contract_contradiction",
    ],
    [
      "whose keys it cannot keep",
      { ...base, allow: anyone("all"), idempotent: true },
      { limits },
      "contract_contradiction",
    ],
    ["whose cover it does not have", { ...base, allow: anyone("all"), cover: "velvet" }, {}, "option_invalid"],
  ])("%s", (_what, spec, options, code) => {
    expect(faultOf(() => createGate(options).route(contract(spec) as Contract)).code).toBe(code);
  });

  it("and partners without a place to remember their deliveries", () => {
    const partners = { stripe: stripe({ secrets: "whsec_0123456789abcdef0123456789abcdef" }) };
    expect(faultOf(() => createGate({ partners })).code).toBe("contract_contradiction");
  });
});
