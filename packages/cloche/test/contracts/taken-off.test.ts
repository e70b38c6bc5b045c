/** No answer tells what runs here, and only a sign-out that succeeded makes a browser forget, whoever set the headers. */
import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { anyone, contract, createGate, handle, nothing, problem, problems, reply } from "cloche";
import { type CoverOptions, cover } from "cloche/headers";
import { cover as coverHono } from "cloche/hono";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EVERY_FRAMEWORK, FRAMEWORKS, type NativeExchange, running } from "../attacks/running.js";

const BANNERS = { Server: "canary/1.0", "X-Powered-By": "canary", "X-Kong-Request-Id": "canary", "x-kept": "yes" };
const passing = {
  method: "GET",
  path: "/passing",
  allow: anyone("it passes on what another server said"),
  cover: "front",
} as const;
const passingJson = contract({ ...passing, returns: { 200: z.object({ done: z.boolean() }) } });
const passingNothing = contract({ ...passing, returns: { 200: nothing() } });
const signOut = contract({
  method: "POST",
  path: "/sign-out",
  allow: anyone("whoever signs out"),
  clearSiteData: true,
  returns: { 200: z.object({ done: z.boolean() }), 409: problems({ not_signed_in: "Nobody is signed in." }) },
});

const options = (banners?: CoverOptions["banners"]) => ({
  covers: { front: cover({ preset: "api", ...(banners === undefined ? {} : { banners }) }) },
});
async function passedOn(base: string) {
  const { status, headers } = await fetch(`${base}/passing`);
  const names = ["server", "x-powered-by", "x-kong-request-id", "x-kept"];
  return [status, ...names.map((name) => headers.get(name))];
}
async function signedOut(base: string) {
  const { status, headers } = await fetch(`${base}/sign-out`, { method: "POST" });
  return [status, headers.get("clear-site-data")];
}
const CLEARED = '"cache", "cookies", "storage"';

describe.each(EVERY_FRAMEWORK)("neutral handlers on %s", (framework) => {
  it.each([
    ["its own", undefined, [null, null, "canary"]],
    ["those of servers behind it too", "all", [null, null, null]],
    ["none where it is told so", false, ["canary/1.0", "canary", "canary"]],
  ] as const)("take off %s", async (_what, banners, left) => {
    const neutral = [handle(passingJson, () => reply(200, { done: true }, BANNERS))];
    await running(framework, { options: options(banners), neutral }, async ({ base }) => {
      expect(await passedOn(base)).toEqual([200, ...left, "yes"]);
    });
  });

  it("clear after a sign-out and not after one that failed", async () => {
    let fails = false;
    const neutral = [handle(signOut, () => (fails ? problem(409, "not_signed_in") : reply(200, { done: true })))];
    await running(framework, { options: options(), neutral }, async ({ base }) => {
      expect(await signedOut(base)).toEqual([200, CLEARED]);
      fails = true;
      expect(await signedOut(base)).toEqual([409, null]);
    });
  });
});

const RAW: readonly (readonly [string, (raw: ServerResponse) => void])[] = [
  ["writeHead with an object", (raw) => void raw.writeHead(200, BANNERS).end()],
  ["writeHead with a list", (raw) => void raw.writeHead(200, "OK", Object.entries(BANNERS).flat()).end()],
  ["setHeader, then end", (raw) => void withBanners((name, value) => raw.setHeader(name, value)).then(() => raw.end())],
];

async function withBanners(set: (name: string, value: string) => unknown): Promise<void> {
  for (const [name, value] of Object.entries(BANNERS)) set(name, value);
}

describe.each(FRAMEWORKS)("native handlers on %s", (framework) => {
  it("tell nothing by the framework's own way", async () => {
    const run = async ({ answer, header }: NativeExchange) => {
      await withBanners(header);
      return answer(200, { done: true });
    };
    await running(
      framework,
      { options: options("all"), native: [{ contract: passingJson, run }] },
      async ({ base }) => {
        expect(await passedOn(base)).toEqual([200, null, null, null, "yes"]);
      },
    );
  });

  it.each(RAW)("tell nothing by %s", async (_way, write) => {
    const run = ({ raw }: NativeExchange) => write(raw);
    const native = [{ contract: passingNothing, run }];
    await running(framework, { options: options("all"), native }, async ({ base }) => {
      expect(await passedOn(base)).toEqual([200, null, null, null, "yes"]);
    });
  });

  it("clear after a sign-out and not after one that failed", async () => {
    let fails = false;
    const run = ({ answer }: NativeExchange) =>
      fails ? answer(409, { code: "not_signed_in" }) : answer(200, { done: true });
    await running(framework, { options: options(), native: [{ contract: signOut, run }] }, async ({ base }) => {
      expect(await signedOut(base)).toEqual([200, CLEARED]);
      fails = true;
      expect(await signedOut(base)).toEqual([409, null]);
    });
  });
});

it("holds Hono's own handlers to the same", async () => {
  let fails = false;
  const app = new Hono();
  const { guard } = coverHono(app, createGate(options("all")));
  app.get("/passing", guard(passingJson), (c) => c.json({ done: true }, 200, BANNERS));
  app.post("/sign-out", guard(signOut), (c) =>
    fails ? c.json({ code: "not_signed_in" }, 409) : c.json({ done: true }, 200),
  );
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }) as Server;
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await passedOn(base)).toEqual([200, null, null, null, "yes"]);
  expect(await signedOut(base)).toEqual([200, CLEARED]);
  fails = true;
  expect(await signedOut(base)).toEqual([409, null]);
  server.close();
});
