import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answerFilter } from "./index.js";

const guest = z.object({ id: z.string(), visits: z.array(z.object({ day: z.string() })) });

describe("an answer", () => {
  it("leaves with nothing that is not declared, at any depth", () => {
    const value = { id: "7", passwordHash: "x", visits: [{ day: "monday", staffNote: "x" }] };
    expect(answerFilter(guest)(value)).toEqual({ value: { id: "7", visits: [{ day: "monday" }] } });
  });

  it("that does not fit is a fault told by paths alone", () => {
    const fault = answerFilter(guest)({ id: "canary-7", visits: [{ day: 9 }, {}] });
    expect(fault).toEqual({ fault: ["/visits/0/day", "/visits/1/day"] });
    expect(answerFilter(guest)(undefined)).toEqual({ fault: [""] });
  });

  it("is filtered by schemas that wait, and a throwing schema lets nothing out", async () => {
    const slow = z.object({ id: z.string().refine(async () => true) });
    expect(await answerFilter(slow)({ id: "7", x: 1 })).toEqual({ value: { id: "7" } });
    const broken = z.string().transform((): string => {
      throw new Error("canary");
    });
    expect(await answerFilter(broken)("x")).toEqual({ fault: [""] });
  });
});
