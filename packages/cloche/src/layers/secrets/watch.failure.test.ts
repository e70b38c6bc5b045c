/** A watch never loses a good value, never stops by a mistake of others, and keeps no process alive. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import {
  type AsyncSource,
  configuration,
  envFile,
  mountedFiles,
  rotating,
  secret,
  type WatchOptions,
} from "./index.js";

const A = "k3Vd9-Qm2xT7bLw0_Zr8sYh4nCe6uAjPfGo1iKt5";
const B = "Zq8Lw2Vx7Tn4Rb9Ym3Kc6Hd1Jf5Gs0Pa-9uEw2";
const settings = { KEY: rotating(secret({ describe: "Signs." }), { overlap: "1 hour" }) };

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "cloche-watch-"));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function place(value: string) {
  const held = { value, reads: 0, answer: undefined as (() => Promise<undefined>) | undefined };
  const source: AsyncSource = {
    name: "place",
    async read(name) {
      if (name !== "KEY") return undefined;
      held.reads += 1;
      if (held.answer !== undefined) return held.answer();
      return { value: held.value, provenance: "place" };
    },
  };
  return { held, source };
}

async function watched(options: Partial<WatchOptions> = {}) {
  const { held, source } = place(A);
  const clock = fixedClock(Date.UTC(2026, 0, 1));
  const { values, watch } = await configuration({ settings, sources: [source], production: true, clock }).loadAsync();
  const problems: string[] = [];
  const watching = watch({
    every: "1 minute",
    jitter: 0,
    onFailure: (all) => problems.push(...all.map(({ name, reason }) => `${name}: ${reason}`)),
    ...options,
  });
  const current = () => values.KEY.current().reveal();
  return { held, clock, key: values.KEY, watching, problems, current };
}

describe("what a read must not do", () => {
  it.each([
    ["a weak value", "changeme", /KEY: It is a well-known placeholder/],
    ["an empty value", "", /KEY: It is missing/],
    ["a test key", "sk_test_4eC39HqLyjWDarjtT1zdp7dc00000", /KEY: It is a partner's test key/],
  ])("is to take %s", async (_what, bad, told) => {
    const { held, watching, problems, current } = await watched();
    held.value = bad;
    await watching.refresh();
    watching.stop();
    expect(current()).toBe(A);
    expect(problems.join()).toMatch(told);
  });

  it("is to end with an error of the place, or with one that never answers", async () => {
    const { held, watching, problems, current } = await watched({ timeout: 1 });
    held.answer = () => Promise.reject(new Error(`the token ${B} was refused`));
    await watching.refresh();
    held.answer = () => new Promise(() => {});
    await watching.refresh();
    held.answer = undefined;
    held.value = B;
    await watching.refresh();
    watching.stop();
    expect(current()).toBe(B);
    expect(problems).toEqual(["KEY: place could not be read.", "KEY: Its place did not answer in time."]);
  });

  it("is to take a late answer after the watch was stopped", async () => {
    const { held, watching, current } = await watched();
    held.value = B;
    const reading = watching.refresh();
    watching.stop();
    await reading;
    expect(current()).toBe(A);
  });

  it("is to be kept from the others by one listener that throws; it hears the list again", async () => {
    const { held, key, watching, problems } = await watched({
      onRotate: () => {
        throw new Error("rotated");
      },
      emit: () => {
        throw new Error("emitted");
      },
    });
    const heard: string[] = [];
    const broken = { is: true };
    key.onChange(() => {
      if (broken.is) throw new Error(`cannot use ${B}`);
      heard.push("mended");
    });
    key.onChange((versions) => heard.push(String(versions.length)));
    held.value = B;
    await watching.refresh();
    expect(heard).toEqual(["2"]);
    expect(problems).toEqual(["KEY: A listener of onChange refused its versions."]);
    broken.is = false;
    await watching.refresh();
    watching.stop();
    expect(heard).toEqual(["2", "mended"]);
  });

  it("is to use what the log cannot hide", async () => {
    const hide = vi.fn();
    const { held, watching, problems, current } = await watched({ redact: hide });
    hide.mockImplementation(() => {
      throw new Error("full");
    });
    held.value = B;
    await watching.refresh();
    watching.stop();
    expect(current()).toBe(A);
    expect(problems).toEqual(["KEY: watch.redact refused its new version."]);
  });
});

describe("the rhythm", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  it("is the one that was asked for, and ends with stop", async () => {
    const { held, watching } = await watched();
    const atStart = held.reads;
    await vi.advanceTimersByTimeAsync(59_000);
    expect(held.reads).toBe(atStart);
    await vi.advanceTimersByTimeAsync(181_000);
    expect(held.reads).toBe(atStart + 4);
    watching.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(held.reads).toBe(atStart + 4);
  });

  it("is spread by the jitter, within its share", async () => {
    const { held, watching } = await watched({ jitter: 0.5 });
    const atStart = held.reads;
    await vi.advanceTimersByTimeAsync(29_000);
    expect(held.reads).toBe(atStart);
    await vi.advanceTimersByTimeAsync(62_000);
    expect(held.reads).toBeGreaterThan(atStart);
    watching.stop();
  });

  it("is quicker after a failure, and slows down to what was asked for", async () => {
    const { held, watching } = await watched();
    await watching.refresh();
    held.answer = () => Promise.reject(new Error("away"));
    await watching.refresh();
    const failed = held.reads;
    await vi.advanceTimersByTimeAsync(5000);
    expect(held.reads).toBe(failed + 1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(held.reads).toBe(failed + 1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(held.reads).toBe(failed + 2);
    watching.stop();
  });

  it("makes one read of many that are asked for at once", async () => {
    const { held, watching } = await watched();
    const before = held.reads;
    await Promise.all([watching.refresh(), watching.refresh(), watching.refresh()]);
    watching.stop();
    expect(held.reads).toBe(before + 1);
  });

  it("leaves the listeners alone while nothing changes", async () => {
    const { key, watching } = await watched();
    const heard = vi.fn();
    const end = key.onChange(heard);
    const before = key.all();
    await watching.refresh();
    await watching.refresh();
    expect(heard).not.toHaveBeenCalled();
    expect(key.all()[0].secret).toBe(before[0].secret);
    end();
    watching.stop();
  });

  it("tells the listeners of the end of an overlap without a read", async () => {
    const { held, clock, key, watching } = await watched({ every: "10 days" });
    const heard: number[] = [];
    key.onChange((versions) => heard.push(versions.length));
    held.value = B;
    await watching.refresh();
    clock.advance(3_600_000);
    await vi.advanceTimersByTimeAsync(3_600_000);
    watching.stop();
    expect(heard).toEqual([2, 1]);
  });
});

it("keeps no process alive", async () => {
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const { held, watching } = await watched();
  held.value = B;
  await watching.refresh();
  expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length).toBeLessThanOrEqual(before);
  watching.stop();
});

describe("files", () => {
  it("are read anew, with the version before in NAME_PREVIOUS beside it", async () => {
    const folder = newFolder();
    const path = join(folder, ".env");
    writeFileSync(path, `KEY=${A}\n`);
    const { values, watch, drift } = configuration({ settings, sources: [envFile(path)], production: true }).load();
    const watching = watch({ every: "1 minute" });
    writeFileSync(path, `KEY=${B}\nKEY_PREVIOUS=${A}\n`);
    await watching.refresh();
    const accepted = () => values.KEY.all().map((one) => one.secret.reveal());
    expect(accepted()).toEqual([B, A]);
    writeFileSync(path, `KEY=${B}\n`);
    await watching.refresh();
    watching.stop();
    expect(accepted()).toEqual([B]);
    expect(drift().unused).toEqual([]);
  });

  it("of a mounted folder are read anew", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "KEY"), A);
    const { values, watch } = configuration({ settings, sources: [mountedFiles(folder)], production: true }).load();
    const watching = watch({ every: "1 minute" });
    writeFileSync(join(folder, "KEY"), B);
    await watching.refresh();
    watching.stop();
    expect(values.KEY.all().map((one) => one.secret.reveal())).toEqual([B, A]);
  });
});
