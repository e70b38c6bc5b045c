/** A page of another site must not get a request through that only the cookie authenticates. */
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Caller, ConfigError, type RequestHead } from "../../../kernel/index.js";
import { csrfSession, csrfToken } from "../index.js";

const secret = randomBytes(48).toString("base64");
const csrf = csrfToken({ secret });

const caller = (id: string, claims: Record<string, unknown> = {}): Caller => ({
  id,
  roles: [],
  scopes: [],
  via: "cookie",
  claims,
});

function head(sent: string | undefined, held: string | undefined, count = 1): RequestHead {
  const headers: Record<string, string | undefined> = {
    "x-csrf-token": sent,
    cookie: held === undefined ? undefined : `a=1; __Host-csrf=${held}`,
  };
  return {
    method: "POST",
    target: "/",
    address: "192.0.2.1",
    secure: true,
    header: (name) => headers[name],
    headerCount: (name) => (headers[name] === undefined ? 0 : count),
  };
}

const alice = caller("alice", { sid: "s1" });
const token = csrf.issue(csrfSession(alice));

describe("a request", () => {
  it("with the session's token in the header and the cookie passes", () => {
    expect(csrf.refusal(head(token, token), alice)).toBeUndefined();
  });

  it.each([
    ["no header", head(undefined, token)],
    ["no cookie", head(token, undefined)],
    ["neither", head(undefined, undefined)],
    ["a made-up pair", head("A".repeat(22).concat(".", "A".repeat(43)), "A".repeat(22).concat(".", "A".repeat(43)))],
    ["two good tokens that differ", head(token, csrf.issue(csrfSession(alice)))],
    ["the header twice", head(token, token, 2)],
    ["the cookie twice", head(token, `${token}; __Host-csrf=${token}`)],
    ["empty ones", head("", "")],
  ])("with %s is refused", (_, request) => {
    expect(csrf.refusal(request, alice)).toMatchObject({ status: 403, reason: "csrf_token_unproven" });
  });

  it("with the token of another session or user is refused", () => {
    for (const other of [caller("alice", { sid: "s2" }), caller("bob", { sid: "s3" }), caller("alice")]) {
      const theirs = csrf.issue(csrfSession(other));
      expect(csrf.refusal(head(theirs, theirs), alice)).toBeDefined();
    }
  });

  it("of a user who is called like another's session is not taken for it", () => {
    const named = caller("s1");
    const theirs = csrf.issue(csrfSession(named));
    expect(csrf.refusal(head(theirs, theirs), alice)).toBeDefined();
    expect(csrf.refusal(head(theirs, theirs), named)).toBeUndefined();
  });
});

describe("a token", () => {
  it("is different each time, and verifies for its session alone", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
        const issued = csrf.issue(one);
        expect(csrf.issue(one)).not.toBe(issued);
        expect(csrf.verify(issued, one)).toBe(true);
        expect(csrf.verify(issued, other)).toBe(one === other);
        expect(csrf.verify(`${issued.slice(0, -1)}${issued.endsWith("A") ? "B" : "A"}`, one)).toBe(false);
        expect(csrf.verify(issued, "")).toBe(false);
      }),
    );
  });

  it("outlives an exchange of the secret, until the old one is gone", () => {
    const newer = randomBytes(48).toString("base64");
    expect(csrfToken({ secret: [newer, secret] }).verify(token, "session:s1")).toBe(true);
    expect(csrfToken({ secret: newer }).verify(token, "session:s1")).toBe(false);
  });

  it("reaches scripts of this host only", () => {
    expect(csrf.cookie(token)).toBe(`__Host-csrf=${token}; Path=/; Secure; SameSite=Strict`);
  });
});

describe("an option", () => {
  it.each([{ secret: "short" }, { secret, cookie: "csrf" }, { secret, header: "X-Token\r\n" }, { secret, name: "x" }])(
    "that is wrong stops the start",
    (options) => {
      expect(() => csrfToken(options)).toThrow(ConfigError);
    },
  );
});
