import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bodyReader } from "./index.js";

describe("a schema that waits", () => {
  it("is answered 503 when it waits for ever", async () => {
    const never = z.string().refine(() => new Promise<boolean>(() => {}));
    const reader = bodyReader({ schema: never, asyncTimeout: 1 });
    expect(await reader.readValue("x")).toMatchObject({ refused: "store_unavailable", reason: "validation_timeout" });
  });

  it("is answered when it settles in time", async () => {
    const later = z.string().refine(async (text) => text === "yes");
    const reader = bodyReader({ schema: later });
    expect(await reader.readValue("yes")).toEqual({ value: "yes" });
    expect(await reader.readValue("no")).toMatchObject({ refused: "validation_failed" });
  });

  it("is answered 500 without a word of what it threw", async () => {
    const throwing = z.string().refine(async (text) => {
      throw new Error(`cannot reach ${text}`);
    });
    const refusal = await bodyReader({ schema: throwing }).readValue("db-7");
    expect(refusal).toMatchObject({ refused: "internal_error", reason: "schema_failed" });
    expect(JSON.stringify(refusal)).not.toContain("db-7");
  });

  it("is asked once, and what it rejects with ends no process", async () => {
    const rejections: unknown[] = [];
    const listen = (reason: unknown) => rejections.push(reason);
    process.on("unhandledRejection", listen);
    let calls = 0;
    const exists = () => {
      calls += 1;
      return Promise.reject(new Error("The database is away."));
    };
    for (const schema of [
      z.object({ id: z.string().refine(exists) }),
      z.object({ id: z.string().transform(exists) }),
      z.lazy(() => z.array(z.union([z.string().check(exists), z.number()]))),
    ]) {
      calls = 0;
      const value = schema instanceof z.ZodLazy ? ["x"] : { id: "x" };
      expect(await bodyReader({ schema }).readValue(value)).toMatchObject({ refused: "internal_error" });
      expect(calls).toBe(1);
    }
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listen);
    expect(rejections).toEqual([]);
  });

  it("does not make a synchronous schema wait", () => {
    expect(bodyReader({ schema: z.string() }).readValue("x")).toEqual({ value: "x" });
  });
});
