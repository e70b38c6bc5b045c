/** A handler that errs, or that passes hostile input on, answers what its contract declares or a bare 500. */
import {
  anyone,
  bytes,
  type CallerSource,
  contract,
  eventStream,
  handle,
  nothing,
  ok,
  problems,
  refuse,
  reply,
  signedIn,
} from "cloche";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { exact, FRAMEWORKS, type Framework, type NativeExchange, running, unheardDuring } from "./running.js";

const CANARY = "canary-7f3a";
const Thing = z.object({ id: z.string(), more: z.any().optional() });
const ann: CallerSource = {
  name: "test",
  ambient: false,
  scheme: {},
  missing: refuse("unauthenticated"),
  identify: () => ({ id: "ann", roles: [], scopes: [], via: "test", claims: {} }),
};
const options = { who: [ann] };
const returns = {
  200: Thing,
  201: bytes("text/plain; charset=utf-8", "image/png"),
  202: eventStream(),
  302: nothing(),
  409: problems(
    { sold_out: "Sold out.", price_changed: "The price has changed." },
    { price_changed: z.object({ total: z.int(), code: z.string().optional() }) },
  ),
} as const;
const thing = contract({ method: "GET", path: "/thing", allow: anyone("it is tried"), returns });
const mine = contract({ method: "GET", path: "/mine", allow: signedIn(), returns });

async function neutral(
  framework: Framework,
  result: () => unknown,
  path = "/thing",
): Promise<Response & { text_: string }> {
  let answer: (Response & { text_: string }) | undefined;
  const unheard = await unheardDuring(() =>
    running(
      framework,
      { options, neutral: [handle((path === "/mine" ? mine : thing) as typeof thing, result as never)] },
      async ({ base, lines }) => {
        const response = await fetch(base + path, { redirect: "manual", signal: AbortSignal.timeout(3000) });
        answer = Object.assign(response, { text_: await response.text() });
        const ended = lines.filter((line) => "durationMilliseconds" in line);
        expect(ended).toHaveLength(1);
        expect(ended[0]?.status).toBe(response.status);
      },
    ),
  );
  expect(unheard).toEqual([]);
  if (answer === undefined) throw new Error("no answer");
  return answer;
}

async function native(framework: Framework, run: (exchange: NativeExchange) => unknown, path = "/thing") {
  let answer: (Response & { text_: string }) | undefined;
  const unheard = await unheardDuring(() =>
    running(framework, { options, native: [{ contract: path === "/mine" ? mine : thing, run }] }, async ({ base }) => {
      const response = await fetch(base + path, { redirect: "manual", signal: AbortSignal.timeout(3000) });
      answer = Object.assign(response, { text_: await response.text() });
    }),
  );
  expect(unheard).toEqual([]);
  if (answer === undefined) throw new Error("no answer");
  return answer;
}

const circular: { id: string; more?: unknown } = { id: "a" };
circular.more = circular;
const trap = () => {
  throw new Error(CANARY);
};

describe.each(FRAMEWORKS)("on %s", (framework) => {
  it.each<[string, () => unknown]>([
    ["undefined", () => undefined],
    ["null", () => null],
    ["a text", () => CANARY],
    ["no status", () => ({ body: CANARY })],
    ["an undeclared status", () => reply(418, CANARY)],
    ["a status that is a name of the prototype", () => reply("constructor" as never, CANARY)],
    ["an undeclared body", () => ok({ id: 7, more: CANARY })],
    ["a body that cannot be JSON", () => ok({ id: "a", more: 7n })],
    ["a circular body", () => ok(circular)],
    ["a body that throws when read", () => ok({ id: "a", more: { toJSON: trap } })],
    ["an object where bytes are declared", () => reply(201, { secret: CANARY })],
    ["nothing where bytes are declared", () => reply(201, undefined)],
    ["a text where a stream is declared", () => reply(202, { secret: CANARY })],
    ["another content type than the declared ones", () => reply(201, CANARY, { "content-type": "text/html" })],
    ["an undeclared problem", () => ({ status: 409, problem: CANARY })],
    ["a problem named after the prototype", () => ({ status: 409, problem: "constructor" })],
    ["members that no problem declares", () => ({ status: 409, problem: "sold_out", members: { total: CANARY } })],
    ["a problem without its members", () => ({ status: 409, problem: "price_changed" })],
    ["members that do not fit", () => ({ status: 409, problem: "price_changed", members: { total: CANARY } })],
    ["a refusal that is not in the table", () => ({ refused: CANARY, status: 200, headers: [] })],
    ["a throw of undefined", () => Promise.reject()],
    ["a throw of a text", () => Promise.reject(CANARY)],
    [
      "an error that claims a status",
      () => Promise.reject(Object.assign(new Error(CANARY), { status: 401, expose: true })),
    ],
    ["a line break in a header", () => ok({ id: "a" }, { location: `/\r\nset-cookie: ${CANARY}=1` })],
    ["a line break in a header's name", () => ok({ id: "a" }, { "x\r\nset-cookie": CANARY })],
    ["a header of no text", () => ok({ id: "a" }, { "x-a": [7] as never })],
    ["a header beyond latin-1", () => ok({ id: "a" }, { "x-a": "\u4e16" })],
  ])("a neutral handler that gives %s", async (_what, result) => {
    const answer = await neutral(framework, result);
    expect(answer.status).toBe(500);
    expect(answer.headers.get("content-security-policy")).not.toBeNull();
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(JSON.parse(answer.text_)).toMatchObject({ code: "internal_error" });
    expect(answer.text_).not.toContain("canary");
  });

  it.each<[string, Record<string, string>, string, string | null]>([
    ["the content type", { "Content-Type": "text/html" }, "content-type", "application/json; charset=utf-8"],
    ["the length", { "Content-Length": "3" }, "content-length", "10"],
    ["the framing", { "Transfer-Encoding": "chunked", connection: "upgrade" }, "transfer-encoding", null],
    ["the policy", { "Cross-Origin-Resource-Policy": "cross-origin" }, "cross-origin-resource-policy", "same-origin"],
    ["sniffing", { "X-Content-Type-Options": "no" }, "x-content-type-options", "nosniff"],
    ["no-store", { "Cache-Control": "public, max-age=600" }, "cache-control", "no-store"],
  ])("a handler's headers never change %s", async (_what, headers, name, value) => {
    const answer = await neutral(framework, () => ok({ id: "a" }, headers), "/mine");
    expect(answer.headers.get(name)).toBe(value);
    expect(answer.text_).toBe('{"id":"a"}');
  });

  it("a header named in another header's value is not mistaken for a content type", async () => {
    const answer = await neutral(framework, () => reply(201, "x", { vary: "content-type", "x-a": "1" }));
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("vary")).toBe("content-type");
  });

  it("a problem carries its declared members, and none takes the place of the problem's own", async () => {
    const members = { total: 7, note: CANARY, code: CANARY, status: 200, type: CANARY };
    const answers = [
      await neutral(framework, () => ({ status: 409, problem: "price_changed", members })),
      await native(framework, ({ answer }) => answer(409, { ...members, code: "price_changed" })),
    ];
    for (const { headers } of answers) {
      expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    }
    for (const answer of answers) {
      expect(JSON.parse(answer.text_)).toEqual({
        ...{ type: "urn:cloche:problem:price_changed", title: "The price has changed.", status: 409 },
        ...{ code: "price_changed", requestId: expect.any(String), total: 7 },
      });
    }
  });

  it.each<[string, (exchange: NativeExchange) => unknown]>([
    ["a text where JSON is declared", ({ answer }) => answer(200, CANARY)],
    ["bytes where JSON is declared", ({ answer }) => answer(200, Buffer.from(CANARY))],
    ["an undeclared status", ({ answer }) => answer(418, { canary: CANARY })],
    ["a text with an undeclared status", ({ answer }) => answer(418, CANARY)],
    ["JSON that cannot be written", ({ answer }) => answer(200, { id: "a", more: 7n })],
    ["JSON whose reading throws", ({ answer }) => answer(200, { id: "a", more: { toJSON: trap } })],
    ["raw bytes past the framework", ({ raw }) => raw.end(CANARY)],
    ["raw pieces past the framework", ({ raw }) => [raw.write(CANARY), raw.end(CANARY)]],
    ["a raw head past the framework", ({ raw }) => raw.writeHead(200, { "x-a": CANARY }).end(CANARY)],
    ["a raw answer later on", ({ raw }) => new Promise((done) => setTimeout(() => done(raw.end(CANARY)), 20))],
    [
      "a raw answer and a throw",
      ({ raw }) => {
        raw.setHeader("content-encoding", "gzip").setHeader("set-cookie", CANARY).statusMessage = CANARY;
        throw new Error(CANARY);
      },
    ],
    ["an own problem that is not declared", ({ answer }) => answer(409, { code: CANARY })],
    ["an own problem without its members", ({ answer }) => answer(409, { code: "price_changed", total: CANARY })],
  ])("a native handler that sends %s", async (_what, run) => {
    const answer = await native(framework, run);
    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.text_)).toMatchObject({ code: "internal_error" });
    expect(answer.text_ + answer.statusText + JSON.stringify([...answer.headers])).not.toContain("canary");
    expect(answer.headers.get("content-security-policy")).not.toBeNull();
  });

  it.each<[string, (exchange: NativeExchange) => unknown, number, string]>([
    [
      "declared bytes",
      ({ answer, header }) => {
        header("content-type", "text/plain");
        return answer(201, "yes");
      },
      201,
      "yes",
    ],
    ["declared JSON", ({ answer }) => answer(200, { id: "a", extra: CANARY }), 200, '{"id":"a"}'],
    [
      "a declared redirect",
      ({ raw, header, answer }) => {
        header("location", "/elsewhere");
        return framework === "Express"
          ? (raw as never as { redirect(to: string): void }).redirect("/elsewhere")
          : answer(302, null);
      },
      302,
      "",
    ],
  ])("a native handler may send %s", async (_what, run, status, text) => {
    const answer = await native(framework, run);
    expect([answer.status, answer.text_]).toEqual([status, text]);
  });

  it("two answers of a native handler are one, and nobody is left unheard", async () => {
    const twice = ({ answer }: NativeExchange) => {
      answer(200, { id: "a" });
      answer(200, { id: "b" });
    };
    expect((await native(framework, twice)).status).toBe(200);
  });

  it("a native handler cannot make an answer for one caller cacheable", async () => {
    const run = ({ header, answer }: NativeExchange) => {
      header("Cache-Control", "public, max-age=9");
      return answer(200, { id: "a" });
    };
    expect((await native(framework, run, "/mine")).headers.get("cache-control")).toBe("no-store");
    const raw = ({ raw }: NativeExchange) =>
      raw.writeHead(201, ["Cache-Control", "public", "content-type", "text/plain"]).end("x");
    expect((await native(framework, raw, "/mine")).headers.get("cache-control")).toBe("no-store");
  });

  it("one answer stands on a connection however the handler misbehaves", () =>
    running(
      framework,
      { native: [{ contract: thing, run: ({ raw }) => void raw.end("x".repeat(50)) }] },
      async ({ port }) => {
        const request = "GET /thing HTTP/1.1\r\nHost: a\r\n\r\n";
        const text = await exact(port, `${request}${request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")}`);
        expect(text.match(/HTTP\/1\.1 500/g)).toHaveLength(2);
        expect(text).not.toContain("xxx");
      },
    ));
});
