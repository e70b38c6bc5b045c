/** The collector of policy reports: anybody can post to it, in any form and any number. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigError, createGate, reportRoute } from "cloche";
import { type CspReport, cover } from "cloche/headers";
import { lid } from "cloche/node";
import { memoryLimitStore } from "cloche/rate-limit";
import { describe, expect, it } from "vitest";

const OLD = {
  "csp-report": {
    "document-uri": "https://shop.example/menu?token=canary",
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://evil.example/x.js?who=canary",
    disposition: "enforce",
    "script-sample": "canary",
  },
};
const NEW = [
  {
    type: "csp-violation",
    age: 1,
    url: "https://shop.example/menu",
    body: { documentURL: "https://shop.example/menu", effectiveDirective: "img-src", blockedURL: "inline" },
  },
  { type: "deprecation", body: { id: "x" } },
];

async function collecting(test: (post: Post, heard: readonly CspReport[]) => Promise<void>, limit?: string) {
  const heard: CspReport[] = [];
  const gate = createGate({ limits: { store: memoryLimitStore() } });
  const { listener, mount } = lid(gate);
  mount([
    reportRoute({
      path: "/reports",
      heard: (report) => void heard.push(report),
      maxReports: 2,
      ...(limit && { limit }),
    }),
  ]);
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/reports`;
  try {
    await test(
      async (type, body) => (await fetch(url, { method: "POST", headers: { "content-type": type }, body })).status,
      heard,
    );
  } finally {
    server.close();
  }
}
type Post = (type: string, body: string) => Promise<number>;

describe("the collector", () => {
  it("reads both forms that browsers send, and nothing personal", () =>
    collecting(async (post, heard) => {
      expect(await post("application/csp-report", JSON.stringify(OLD))).toBe(204);
      expect(await post("application/reports+json", JSON.stringify(NEW))).toBe(204);
      expect(heard.map(({ directive, blocked }) => [directive, blocked])).toEqual([
        ["script-src-elem", "https://evil.example/x.js"],
        ["img-src", "inline"],
      ]);
      expect(JSON.stringify(heard)).not.toContain("canary");
    }));

  it.each([
    ["another type", "text/plain", JSON.stringify(OLD), 415],
    ["what is no JSON", "application/csp-report", "{", 400],
    ["a member twice", "application/csp-report", '{"csp-report":{},"csp-report":{}}', 400],
    ["no object", "application/reports+json", "7", 400],
    ["a long body", "application/reports+json", JSON.stringify("x".repeat(20_000)), 413],
    ["nothing that is a report", "application/reports+json", '[{"type":"csp-violation","body":{"a":1}}]', 204],
  ])("answers %s", (_what, type, body, status) =>
    collecting(async (post, heard) => {
      expect(await post(type, body)).toBe(status);
      expect(heard).toEqual([]);
    }),
  );

  it("reads only the first of many, and only so often of one address", () =>
    collecting(async (post, heard) => {
      const many = JSON.stringify(Array.from({ length: 50 }, () => NEW[0]));
      expect(await post("application/reports+json", many)).toBe(204);
      expect(heard).toHaveLength(2);
      expect(await post("application/reports+json", many)).toBe(429);
    }, "1 per minute by address"));

  it("is what a cover can name, and reads its options strictly", () => {
    const site = cover({
      preset: "page",
      reportingEndpoints: { csp: "/reports" },
      contentSecurityPolicy: { directives: { "report-to": ["csp"], "report-uri": ["/reports"] } },
    });
    expect(site.describe()).toContain('reporting-endpoints: csp="/reports"');
    expect(() => reportRoute({ path: "/reports", herd: () => {} } as never)).toThrow(ConfigError);
  });
});
