/** Alerts reach an endpoint signed by our own webhooks layer, Slack as text that holds no markup, mail and SMS in words. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Alert, alerts, mailAlerts, observer, slackAlerts, textAlerts, webhookAlerts } from "cloche/observe";
import { webhookSender } from "cloche/webhooks";
import { Webhook } from "standardwebhooks";
import { afterAll, describe, expect, it } from "vitest";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const received: { headers: Record<string, string>; body: string }[] = [];
async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  received.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
  response.end();
}
const server = createServer((request, response) => void take(request, response));
server.listen(0, "127.0.0.1");
await once(server, "listening");
afterAll(() => void server.close());

/** What an alarm with this sink tells of a reused token. */
async function told(sink: (alert: Alert) => unknown): Promise<void> {
  const alarm = alerts({ sinks: [sink] });
  const observe = observer({ alerts: alarm });
  observe.event({ name: "token.reused", at: Date.now(), callerId: "<!channel> ann", requestId: "req-12345678" });
  await alarm.settled();
}

describe("an alert", () => {
  it("comes to an endpoint signed, so that nobody else can raise one there", async () => {
    const sender = webhookSender({ secrets: SECRET, policy: { dangerouslyAllowLoopback: true } });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`;
    await told(webhookAlerts({ url, send: (message) => sender.send(message) }));
    const { headers, body } = received[0] ?? { headers: {}, body: "" };
    expect(new Webhook(SECRET).verify(body, headers)).toMatchObject({
      type: "alert.raised",
      rule: "refresh_reuse",
      key: "<!channel> ann",
      last: { event: "token.reused", requestId: "req-12345678" },
    });
    expect(() => new Webhook(SECRET).verify(body.replace("reuse", "abuse"), headers)).toThrow();
  });

  it("is tried again where the endpoint does not take it", async () => {
    const outcomes = ["failed", "delivered"];
    const ids: string[] = [];
    await told(
      webhookAlerts({
        url: "https://ops.example/alerts",
        send: async ({ id }) => {
          ids.push(id);
          return { outcome: outcomes.shift() ?? "failed" };
        },
      }),
    );
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it("mentions nobody in Slack", async () => {
    const posts: string[] = [];
    await told(
      slackAlerts({
        post: async (json) => {
          posts.push(json);
          return { ok: true };
        },
      }),
    );
    const { text } = JSON.parse(posts[0] ?? "{}") as { text: string };
    expect(text).toContain("used twice");
    expect(text).toContain("&lt;!channel&gt;");
    expect(text).not.toContain("<");
  });

  it("says in a mail and in a short message what happened and what to do", async () => {
    const mails: { subject: string; text: string }[] = [];
    const texts: string[] = [];
    await told(mailAlerts((mail) => mails.push(mail)));
    await told(textAlerts((text) => texts.push(text), { length: 80 }));
    expect(mails[0]).toMatchObject({ subject: "[page] refresh_reuse" });
    expect(mails[0]?.text).toContain("What to do: The session has ended already.");
    expect(mails[0]?.text).toContain("request id: req-12345678");
    expect(texts[0]).toMatch(/^ALERT refresh_reuse: /);
    expect(texts[0]?.length).toBe(80);
  });
});
