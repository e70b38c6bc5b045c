/** The cover lies on every answer, whatever its status and whoever makes it. */
import { anyone, contract, handle, nothing, reply } from "cloche";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EVERY_FRAMEWORK, FRAMEWORKS, type NativeExchange, running } from "../attacks/running.js";

const COVER = [
  "content-security-policy",
  "cross-origin-opener-policy",
  "cross-origin-embedder-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "referrer-policy",
  "x-content-type-options",
  "x-frame-options",
];
const moved = contract({
  method: "GET",
  path: "/answers/{status}",
  allow: anyone("it shows what is answered"),
  params: z.object({ status: z.coerce.number().int() }),
  returns: { 200: z.object({ done: z.boolean() }), 204: nothing(), 302: nothing(), 304: nothing() },
});
const shown = contract({
  method: "GET",
  path: "/shown",
  allow: anyone("it is public"),
  returns: { 200: z.object({ done: z.boolean() }) },
});

async function ask(base: string, path: string, init: RequestInit = {}) {
  const response = await fetch(`${base}${path}`, { redirect: "manual", ...init });
  await response.arrayBuffer();
  return [response.status, COVER.filter((name) => !response.headers.has(name))];
}

describe.each(EVERY_FRAMEWORK)("on %s", (framework) => {
  it("answers, redirects, 304, 404, 405 and failures are covered alike", async () => {
    const neutral = [
      handle(moved, ({ params: { status } }) => {
        if (status === 500) throw new Error("it fails");
        if (status === 302) return reply(302, undefined, { location: "/elsewhere" });
        if (status === 304) return reply(304, undefined, { etag: '"one"' });
        return status === 204 ? reply(204, undefined) : reply(200, { done: true });
      }),
    ];
    await running(framework, { neutral }, async ({ base }) => {
      for (const status of [200, 204, 302, 304, 500]) {
        expect(await ask(base, `/answers/${status}`)).toEqual([status, []]);
      }
      expect(await ask(base, "/nowhere")).toEqual([404, []]);
      expect(await ask(base, "/answers/200", { method: "DELETE" })).toEqual([405, []]);
      expect(await ask(base, "/answers/none")).toEqual([400, []]);
    });
  });
});

describe.each(FRAMEWORKS)("a handler of %s's own", (framework) => {
  it("is covered where the framework answers that nothing has changed", async () => {
    const run = ({ header, answer }: NativeExchange) => {
      header("etag", '"one"');
      return answer(200, { done: true });
    };
    await running(framework, { native: [{ contract: shown, run }] }, async ({ base }) => {
      const [status, missing] = await ask(base, "/shown", { headers: { "if-none-match": '"one"' } });
      expect([200, 304]).toContain(status);
      expect(missing).toEqual([]);
    });
  });
});
