/** The recipes for running it name every secret production asks for, and fit the server they run. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { SETTINGS } from "../server/platform/settings.js";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

interface Compose {
  readonly services: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>> }>>;
}

it("compose.yaml knows every secret and no setting that is none", () => {
  const { services } = parse(read("compose.yaml")) as Compose;
  expect(Object.keys(services)).toEqual(["caddy", "app", "postgres", "redis"]);
  const told = Object.keys(services["app"]?.environment ?? {});
  const example = read("restaurant.env.example").match(/^[A-Z_]+(?==)/gm) ?? [];
  const optional = new Set(["DATABASE_URL", "REDIS_URL"]);
  const secrets = Object.entries(SETTINGS).flatMap(([name, one]) => ("generate" in one ? [name] : []));
  expect(secrets.length).toBeGreaterThan(3);
  for (const name of secrets) expect(example, name).toContain(name);
  for (const name of told) expect(Object.keys(SETTINGS), name).toContain(name);
  for (const name of optional) expect(told).toContain(name);
});

it("the Dockerfile and the unit start what a build makes, and stop it politely", () => {
  const start = "apps/restaurant/dist/server/main.js";
  expect(read("Dockerfile")).toContain(`"${start}"`);
  expect(read("Dockerfile")).toMatch(/^USER node$/m);
  expect(read("restaurant.service")).toContain(start);
  expect(read("restaurant.service")).toMatch(/^TimeoutStopSec=30$/m);
  expect(read("compose.yaml")).toContain("stop_grace_period: 30s");
  expect(read("Caddyfile")).toContain("flush_interval -1");
});
