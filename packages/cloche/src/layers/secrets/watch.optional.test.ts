/** A rotating secret that is optional comes, changes and goes with its place, and nothing of it outlives that. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import { configuration, type Found, rotating, type Source, secret } from "./index.js";

const A = "k3Vd9-Qm2xT7bLw0_Zr8sYh4nCe6uAjPfGo1iKt5";
const B = "Zq8Lw2Vx7Tn4Rb9Ym3Kc6Hd1Jf5Gs0Pa-9uEw2";
const HOUR = { overlap: "1 hour" } as const;
const settings = { KEY: rotating(secret({ describe: "Signs.", optional: true }), HOUR) };

function watched(...sources: readonly Source[]) {
  const clock = fixedClock(Date.UTC(2026, 0, 1));
  const { values, watch, provenance } = configuration({ settings, sources, production: true, clock }).load();
  const heard: string[] = [];
  const watching = watch({
    every: "1 minute",
    onRotate: ({ label }) => heard.push(label),
    onFailure: (problems) => heard.push(...problems.map(({ reason }) => reason)),
  });
  const texts = () => values.KEY.all().map((one) => one.secret.reveal());
  return { key: values.KEY, texts, heard, watching, provenance };
}

function place(name: string) {
  const held: { found?: Found | Error } = {};
  const source: Source = {
    name,
    read(asked) {
      if (held.found instanceof Error) throw held.found;
      return asked === "KEY" ? held.found : undefined;
    },
  };
  const hold = (value: string, more: Partial<Found> = {}) => (held.found = { value, provenance: name, ...more });
  return { held, hold, source };
}

it("comes after the start, is exchanged with an overlap, and is gone with every version at once", async () => {
  const { held, hold, source } = place("the office");
  const { key, texts, heard, watching, provenance } = watched(source);
  const lists: number[] = [];
  key.onChange((versions) => lists.push(versions.length));
  expect([key.current(), texts(), provenance("KEY")]).toEqual([undefined, [], undefined]);
  hold(A);
  await watching.refresh();
  expect([key.current()?.reveal(), texts(), provenance("KEY")]).toEqual([A, [A], "the office"]);
  hold(B, { version: "2" });
  await watching.refresh();
  expect(texts()).toEqual([B, A]);
  delete held.found;
  await watching.refresh();
  watching.stop();
  expect([key.current(), texts(), provenance("KEY")]).toEqual([undefined, [], undefined]);
  expect(lists).toEqual([1, 2, 0]);
  expect(heard).toEqual(["KEY", "KEY version 2", "KEY"]);
});

it("goes back to the version before, and the one that was taken back ends at once", async () => {
  const { hold, source } = place("the office");
  hold(A, { previous: false });
  const { texts, watching } = watched(source);
  hold(B, { previous: { value: A } });
  await watching.refresh();
  expect(texts()).toEqual([B, A]);
  hold(A, { previous: false });
  await watching.refresh();
  watching.stop();
  expect(texts()).toEqual([A]);
});

it("that is taken away leaves no trace behind the one that was made for local work", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cloche-watch-"));
  const { held, hold, source } = place("the office");
  hold(A);
  const local = { KEY: rotating(secret({ describe: "Signs.", optional: true, generateLocally: true }), HOUR) };
  const options = { settings: local, sources: [source], production: false, pantry: folder };
  const { values, watch } = configuration(options).load();
  const watching = watch({ every: "1 minute" });
  delete held.found;
  await watching.refresh();
  watching.stop();
  rmSync(folder, { recursive: true });
  expect(values.KEY.all().map((one) => one.secret.reveal())).toEqual([expect.not.stringContaining(A)]);
});

it("is not gone because its place cannot be read, and tells from where it came last", async () => {
  const file = place("file");
  const office = place("the office");
  office.hold(A);
  const { texts, heard, watching, provenance } = watched(file.source, office.source);
  expect(provenance("KEY")).toBe("the office");
  office.held.found = new Error(`refused ${A}`);
  await watching.refresh();
  expect([texts(), heard.join()]).toEqual([[A], "the office could not be read."]);
  file.hold(B, { previous: false });
  await watching.refresh();
  watching.stop();
  expect([texts(), provenance("KEY")]).toEqual([[B], "file"]);
});
