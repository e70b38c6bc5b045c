import { fixedClock } from "cloche";
import type { Kysely } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { describeDatabases } from "../test-support/index.js";
import type { OpenDatabase } from "./database.js";
import { inIdempotentTransaction, type OnceWork } from "./idempotency.js";
import { newId } from "./ids.js";
import type { Database } from "./schema.js";

describeDatabases("an idempotent transaction", ({ open }) => {
  let opened: OpenDatabase;
  beforeAll(async () => {
    opened = await open();
  });

  /** Makes a place; the effect everybody can count. */
  const makePlace = (slug: string): OnceWork<string, never> => ({
    async run(trx) {
      const id = newId();
      await trx.insertInto("location").values({ id, slug, name: "Place", timezone: "UTC", currency: "EUR" }).execute();
      return { status: 201, resourceId: id };
    },
    render: async (db, id) => `${(await placeOf(db, id))?.slug} ${id}`,
  });
  const placeOf = (db: Kysely<Database>, id: string) =>
    db.selectFrom("location").select("slug").where("id", "=", id).executeTakeFirst();
  const places = (slug: string) =>
    opened.db.selectFrom("location").select("id").where("slug", "like", `${slug}%`).execute();
  const keyed = (key: string, more: object = {}) => ({ scope: "guest:1", fingerprint: "f1", key, ...more });

  it("has one effect however many ask at once, and everybody who gets an answer gets the same", async () => {
    const idempotency = keyed("a".repeat(16));
    const asking = Array.from({ length: 20 }, () =>
      inIdempotentTransaction({ db: opened.db, idempotency }, makePlace("rush")),
    );
    const all = await Promise.all(asking);
    expect(await places("rush")).toHaveLength(1);
    expect(all.filter(({ outcome }) => outcome === "done")).toHaveLength(1);
    expect(new Set(all.map(({ outcome }) => outcome))).not.toContain("mismatch");
    const bodies = all.flatMap((once) => ("body" in once ? [once.body] : []));
    expect(new Set(bodies).size).toBe(1);
    const later = await inIdempotentTransaction({ db: opened.db, idempotency }, makePlace("rush"));
    expect(later).toEqual({ outcome: "repeated", status: 201, body: bodies[0] });
  });

  it("runs every time without a key", async () => {
    const context = { db: opened.db, idempotency: undefined };
    await inIdempotentTransaction(context, makePlace("free-1"));
    await inIdempotentTransaction(context, makePlace("free-2"));
    expect(await places("free")).toHaveLength(2);
  });

  it("tells a key that is used for another request, and keeps the keys of others apart", async () => {
    const key = "b".repeat(16);
    await inIdempotentTransaction({ db: opened.db, idempotency: keyed(key) }, makePlace("mine"));
    const other = await inIdempotentTransaction(
      { db: opened.db, idempotency: keyed(key, { fingerprint: "f2" }) },
      makePlace("other"),
    );
    expect(other).toEqual({ outcome: "mismatch" });
    expect(await places("other")).toHaveLength(0);
    const somebodyElse = { db: opened.db, idempotency: keyed(key, { scope: "guest:2" }) };
    expect((await inIdempotentTransaction(somebodyElse, makePlace("else"))).outcome).toBe("done");
  });

  it("says running while the first request is at work", async () => {
    if (opened.engine === "pglite") return; // One connection: the second waits for the first to end.
    const idempotency = keyed("c".repeat(16));
    let inside = () => {};
    let finish = () => {};
    const begun = new Promise<void>((resolve) => (inside = resolve));
    const mayFinish = new Promise<void>((resolve) => (finish = resolve));
    const work = makePlace("slow");
    const slow: typeof work = {
      ...work,
      async run(trx) {
        inside();
        await mayFinish;
        return work.run(trx);
      },
    };
    const first = inIdempotentTransaction({ db: opened.db, idempotency }, slow);
    await begun;
    expect(await inIdempotentTransaction({ db: opened.db, idempotency }, work)).toEqual({ outcome: "running" });
    finish();
    expect((await first).outcome).toBe("done");
  });

  it("keeps nothing of a refusal or a crash, so that the key can be used again", async () => {
    const context = { db: opened.db, idempotency: keyed("d".repeat(16)) };
    const work = makePlace("again");
    const refusing: OnceWork<string, "no"> = {
      ...work,
      run: async (trx) => {
        await work.run(trx);
        return { refused: "no" };
      },
    };
    expect(await inIdempotentTransaction(context, refusing)).toEqual({ outcome: "refused", refused: "no" });
    const crashing: typeof work = {
      ...work,
      run: async (trx) => {
        await work.run(trx);
        throw new Error("the power went");
      },
    };
    await expect(inIdempotentTransaction(context, crashing)).rejects.toThrow("the power went");
    expect(await places("again")).toHaveLength(0);
    expect((await inIdempotentTransaction(context, work)).outcome).toBe("done");
  });

  it("forgets a key after a day", async () => {
    const clock = fixedClock(Date.UTC(2026, 0, 1));
    const context = { db: opened.db, idempotency: keyed("e".repeat(16)), clock };
    await inIdempotentTransaction(context, makePlace("day-1"));
    clock.advance(23 * 3_600_000);
    expect((await inIdempotentTransaction(context, makePlace("day-2"))).outcome).toBe("repeated");
    clock.advance(2 * 3_600_000);
    expect((await inIdempotentTransaction(context, makePlace("day-2"))).outcome).toBe("done");
  });
});
