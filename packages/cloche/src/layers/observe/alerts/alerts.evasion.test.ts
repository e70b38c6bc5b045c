/** Nobody gets out of an alarm's sight by making up keys, floods those it wakes, or breaks it by breaking a sink. */
import { describe, expect, it, vi } from "vitest";
import { ConfigError, type SecurityEvent } from "../../../kernel/index.js";
import { type Alert, type AlertRule, alerts, DEFAULT_ALERT_RULES, observer } from "../index.js";
import { deliveryTo } from "./delivery.js";

const T = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const failed = (at: number, fields: Partial<SecurityEvent> = {}): SecurityEvent => ({
  name: "sign_in.failed",
  at,
  ...fields,
});

const perNetwork: AlertRule = {
  name: "many",
  kind: "rate",
  severity: "page",
  summary: "Many.",
  action: "Look.",
  on: { events: ["sign_in.failed"] },
  count: 3,
  within: "1 minute",
  by: "network",
  cooldown: "10 minutes",
};

describe("an alarm", () => {
  it("tells the same once until its cool-down is over, and then again", () => {
    const { hear } = alerts({ rules: [perNetwork] });
    const raised = Array.from({ length: 120 }, (_, index) => hear(failed(T + index * 10_000, { network: "a" }))).flat();
    expect(raised.map(({ at }) => (at - T) / MINUTE)).toEqual([20_000 / MINUTE, 10 + 20_000 / MINUTE]);
    expect(raised[0]).toMatchObject({ rule: "many", key: "a", count: 3, muted: 0 });
  });

  it("wakes nobody a thousand times when a thousand networks come at once, and says how many it held back", () => {
    const { hear } = alerts({ rules: [perNetwork] });
    const raised: Alert[] = [];
    for (let network = 0; network < 900; network += 1) {
      for (let time = 0; time < 3; time += 1) raised.push(...hear(failed(T + network, { network: `n${network}` })));
    }
    expect(raised).toHaveLength(5);
    for (let time = 0; time < 3; time += 1) raised.push(...hear(failed(T + 11 * MINUTE, { network: "later" })));
    expect(raised[5]?.muted).toBe(895);
  });

  it("keeps in sight what hides behind more keys than it remembers", () => {
    const { hear } = alerts({ rules: [perNetwork] });
    const raised = Array.from({ length: 5000 }, (_, index) => hear(failed(T + index, { network: `n${index}` }))).flat();
    expect(raised.map(({ key }) => key)).toEqual(["other"]);
  });

  it("makes room for new keys by those it has not heard of for long", () => {
    const { hear } = alerts({ rules: [perNetwork] });
    for (let index = 0; index < 1000; index += 1) hear(failed(T, { network: `n${index}` }));
    const later = T + 60 * MINUTE;
    const raised = [0, 1, 2].flatMap(() => hear(failed(later, { network: "new" })));
    expect(raised.map(({ key }) => key)).toEqual(["new"]);
  });

  it("does not raise an alert about its own alerts", () => {
    const rules: AlertRule[] = [{ ...perNetwork, count: 1 }];
    const alarm = alerts({ rules });
    const heard: string[] = [];
    const observe = observer({ alerts: alarm, sinks: [({ name }) => heard.push(name)] });
    observe.event(failed(T, { network: "a" }));
    expect(heard).toEqual(["sign_in.failed", "alert.raised"]);
    expect(() => alerts({ rules: [{ ...perNetwork, on: { events: ["alert.raised"] } }] })).toThrow(ConfigError);
  });

  it("refuses rules it cannot keep", () => {
    const burn = DEFAULT_ALERT_RULES.find(({ kind }) => kind === "burn") as AlertRule;
    const wrong: unknown[] = [
      [{ ...perNetwork, name: "No Name" }],
      [{ ...perNetwork, cooldwon: "1 minute" }],
      [{ ...perNetwork, within: "soon" }],
      [{ ...perNetwork, by: "password" }],
      [{ ...perNetwork, count: 0 }],
      [{ ...perNetwork, count: 100_000 }],
      [{ ...perNetwork, on: { events: ["sign_in.failing"] } }],
      [{ ...perNetwork, on: { events: [] } }],
      [perNetwork, perNetwork],
      [burn],
    ];
    for (const rules of wrong)
      expect(() => alerts({ rules: rules as AlertRule[] }), JSON.stringify(rules)).toThrow(ConfigError);
    expect(() => alerts({ rules: [burn], requests: () => 1 })).not.toThrow();
    expect(() => alerts({ rules: [{ ...burn, budget: 5 } as AlertRule], requests: () => 1 })).toThrow(ConfigError);
  });
});

describe("the way to a sink", () => {
  const alert = alerts({ rules: [{ ...perNetwork, count: 1 }] }).hear(failed(T, { network: "a" }))[0] as Alert;

  it("tries again, and counts as lost what never arrives", async () => {
    const lose = vi.fn();
    let attempts = 0;
    const flaky = deliveryTo(
      () => {
        attempts += 1;
        if (attempts < 3) throw new Error("away");
      },
      { lose, pauses: [1, 1] },
    );
    flaky.add(alert);
    await flaky.settled();
    expect([attempts, lose.mock.calls.length]).toEqual([3, 0]);
    const dead = deliveryTo(() => Promise.reject(new Error("gone")), { lose, pauses: [1] });
    dead.add(alert);
    await dead.settled();
    expect(lose).toHaveBeenCalledTimes(1);
  });

  it("holds a hundred, and counts what is over that", async () => {
    const lose = vi.fn();
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const told: Alert[] = [];
    const slow = deliveryTo((one) => gate.then(() => told.push(one)), { lose });
    for (let index = 0; index < 150; index += 1) slow.add(alert);
    open();
    await slow.settled();
    expect([told.length, lose.mock.calls.length]).toEqual([101, 49]);
  });

  it("adds what it loses to the observer's count", async () => {
    const alarm = alerts({ rules: [{ ...perNetwork, count: 1 }] });
    const listened: (() => void)[] = [];
    const observe = observer({ alerts: { ...alarm, onLost: (listener) => void listened.push(listener) } });
    for (const listener of listened) listener();
    expect(observe.dropped()).toBe(1);
  });
});
