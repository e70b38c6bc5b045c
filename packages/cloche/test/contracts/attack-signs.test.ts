/** Input that resembles an attack, on a running server: told by its sign, never by what it was. */
import { anyone, ConfigError, contract, createGate, type GateOptions, handle, ok, type SecurityEvent } from "cloche";
import { cover, lidOptions } from "cloche/fastify";
import { metrics, observer } from "cloche/observe";
import { attackSigns } from "cloche/sanitize";
import Fastify from "fastify";
import client, { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const CANARY = "canary-7c1f";
const HOSTILE = { note: `${CANARY}' OR '1'='1`, more: [`<script>${CANARY}</script>`] };
const base = {
  method: "POST",
  path: "/notes/{id}",
  allow: anyone("guests write notes"),
  query: z.object({ to: z.string().optional() }),
  body: z.object({ note: z.string(), more: z.array(z.string()).optional() }),
  returns: { 200: z.object({ kept: z.boolean() }) },
} as const;

async function served(spec: object, options: GateOptions = { signs: attackSigns }) {
  const events: SecurityEvent[] = [];
  const lines: string[] = [];
  const registry = new Registry();
  const logger = { write: (_level: string, fields: unknown) => void lines.push(JSON.stringify(fields)) };
  const observe = observer({
    logger,
    metrics: metrics({ client, registry }),
    sinks: [(event) => void events.push(event)],
  });
  const gate = createGate({ observe, ...options });
  const app = Fastify(lidOptions(gate));
  cover(app, gate).mount([handle(contract({ ...base, ...spec } as typeof base), () => ok({ kept: true }))]);
  const post = async (payload: unknown, url = "/notes/7") => {
    const { statusCode, body } = await app.inject({ method: "POST", url, payload: payload as object });
    return { statusCode, body };
  };
  const told = () =>
    events.filter(({ name }) => name === "input.suspicious").map(({ reason, subject }) => [subject, reason]);
  return { post, told, events, lines, counted: async () => registry.metrics(), close: async () => app.close() };
}

describe("a request that resembles an attack", () => {
  it("is let through and told: by sign and part, in events, lines and metrics, and without what it said", async () => {
    const { post, told, events, lines, counted, close } = await served({});
    expect((await post({ note: "no onions" })).statusCode).toBe(200);
    expect(told()).toEqual([]);
    expect((await post(HOSTILE, "/notes/7?to=../../etc/passwd")).statusCode).toBe(200);
    expect(told()).toEqual([
      ["query", "path"],
      ["body", "sql"],
      ["body", "markup"],
    ]);
    const found = events.filter(({ name }) => name === "input.suspicious");
    expect(found[0]).toMatchObject({ route: "POST /notes/{id}", network: "127.0.0.0/24" });
    expect(await counted()).toContain('cloche_security_events_total{event="input.suspicious",reason="sql"} 1');
    expect(JSON.stringify([events, lines, await counted()])).not.toContain(CANARY);
    await close();
  });

  it("is refused where the contract says so, and only told where that is in shadow", async () => {
    const strict = await served({ signs: "refuse" });
    const refused = await strict.post(HOSTILE);
    expect(refused.statusCode).toBe(400);
    expect(refused.body).not.toMatch(/canary|sql|markup|attack/i);
    expect(strict.told()).toHaveLength(2);
    expect(strict.events.at(-1)).toMatchObject({ name: "request.refused", reason: "attack_signs" });
    expect((await strict.post({ note: "no onions" })).statusCode).toBe(200);
    await strict.close();
    for (const shadowed of [
      await served({ signs: "refuse", shadow: ["signs"] }),
      await served({ signs: "refuse" }, { signs: attackSigns, shadow: ["signs"] }),
    ]) {
      expect((await shadowed.post(HOSTILE)).statusCode).toBe(200);
      expect(shadowed.events.at(-1)).toMatchObject({
        name: "route.shadow_refusal",
        subject: "signs",
        reason: "attack_signs",
      });
      await shadowed.close();
    }
  });

  it("is not looked for where the contract says so, or where the gate has nothing to look with", async () => {
    for (const quiet of [await served({ signs: "ignore" }), await served({}, {})]) {
      expect((await quiet.post(HOSTILE)).statusCode).toBe(200);
      expect(quiet.told()).toEqual([]);
      await quiet.close();
    }
  });

  it("is no less refused where looking at it fails, and no less let through where it is only told", async () => {
    const broken = () => {
      throw new Error(CANARY);
    };
    const reported = await served({}, { signs: broken });
    expect((await reported.post({ note: "x" })).statusCode).toBe(200);
    expect(reported.told()).toContainEqual(["body", "unreadable"]);
    await reported.close();
    const strict = await served({ signs: "refuse" }, { signs: broken });
    expect((await strict.post({ note: "x" })).statusCode).toBe(400);
    await strict.close();
  });
});

describe("a contract whose signs cannot be meant is refused at start", () => {
  it.each(["refuse", "report"])("%s, and the gate has nothing to look with", async (signs) => {
    await expect(served({ signs }, {})).rejects.toThrow(ConfigError);
  });

  it.each([{ signs: "shadow" }, { signs: true }, { signs: "refuse", from: "stripe", allow: undefined }])(
    "%j",
    (spec) => {
      expect(() => contract({ ...base, ...spec } as never)).toThrow(/signs/);
    },
  );
});
