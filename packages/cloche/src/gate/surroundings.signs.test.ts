/** The signs that tell of other processes, of production and of a proxy in front; a wrong guess would let memory count. */
import { describe, expect, it } from "vitest";
import { ConfigError } from "../kernel/index.js";
import { type Surroundings, sceneOf } from "./surroundings.js";

const production = { NODE_ENV: "production" };
const alone = { processes: 1, perhapsMore: false, production: false, proxied: false };

describe("a process tells", () => {
  it.each<[string, Record<string, string>, object]>([
    ["nothing", {}, {}],
    ["nothing by empty signs", { DYNO: "", WEB_CONCURRENCY: "" }, {}],
    ["production", production, { production: true }],
    ["other instances of PM2", { exec_mode: "cluster_mode", instances: "4" }, { processes: 2 }],
    ["as many instances of PM2 as there are cores", { exec_mode: "cluster_mode" }, { processes: 2 }],
    ["no other instance of PM2", { exec_mode: "cluster_mode", instances: "1" }, {}],
    ["PM2 without instances", { exec_mode: "fork_mode", instances: "4" }, {}],
    ["a platform, which means nothing outside production", { DYNO: "web.1", WEB_CONCURRENCY: "4" }, {}],
    [
      "perhaps others by WEB_CONCURRENCY",
      { ...production, WEB_CONCURRENCY: "4" },
      { production: true, perhapsMore: true },
    ],
    ["no others by WEB_CONCURRENCY", { ...production, WEB_CONCURRENCY: "1" }, { production: true }],
    [
      "a platform's proxy",
      { ...production, FLY_APP_NAME: "a" },
      { production: true, perhapsMore: true, proxied: true },
    ],
    [
      "Kubernetes, where a proxy is not certain",
      { ...production, KUBERNETES_SERVICE_HOST: "10.0.0.1" },
      { production: true, perhapsMore: true },
    ],
  ])("%s", (_what, environment, scene) => expect(sceneOf({}, environment)).toEqual({ ...alone, ...scene }));

  it("less than the one who deploys", () => {
    const environment = { ...production, DYNO: "web.1", exec_mode: "cluster_mode", instances: "2" };
    const said = { processes: 1, production: false, proxied: false };
    expect(sceneOf(said, environment)).toEqual(alone);
    expect(sceneOf({ processes: 3 }, {})).toEqual({ ...alone, processes: 3 });
  });

  it.each([{ process: 2 }, { processes: 0 }, { processes: 1.5 }])("not by %o", (said) => {
    expect(() => sceneOf(said as Surroundings, {})).toThrow(ConfigError);
  });
});
