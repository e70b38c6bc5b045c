/** Sinks that tell alerts to people and machines. What carries the message is handed in. */
import { nonEmptyText, onlyKnown, wholeNumber } from "../../../kernel/index.js";
import type { Alert } from "./alert-rule.js";
import { alertBody, alertId, alertLine } from "./alert-text.js";
import type { AlertSink } from "./alerts.js";

/** A signed message to an endpoint, as `webhookSender` of `cloche/webhooks` sends it. */
export interface AlertMessage {
  readonly url: string;
  readonly id: string;
  readonly body: string;
}

/** Where alerts are posted, and by what. */
export interface WebhookAlertsOptions {
  readonly url: string;
  /** A `webhookSender`'s: signed by Standard Webhooks, and never to an address inside the network. */
  readonly send: (message: AlertMessage) => Promise<{ readonly outcome: string }>;
}

/**
 * Tells alerts to an endpoint. What is not delivered is tried again.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * const sender = webhookSender({ secrets: [secret] });
 * const send = (message: AlertMessage) => sender.send(message);
 * alerts({ sinks: [webhookAlerts({ url: "https://ops.example/alerts", send })] });
 */
export function webhookAlerts(options: WebhookAlertsOptions): AlertSink {
  onlyKnown(options, ["url", "send"], "webhookAlerts");
  const url = nonEmptyText(options.url, "webhookAlerts.url");
  return async (alert) => {
    const { outcome } = await options.send({ url, id: alertId(alert), body: JSON.stringify(alertBody(alert)) });
    if (outcome !== "delivered") throw new Error("The alert was not delivered.");
  };
}

/** Posts a message to Slack; what `fetch` answers is looked at. */
export interface SlackAlertsOptions {
  /** Posts JSON to the incoming webhook's address, which is a secret: keep it out of logs. */
  readonly post: (json: string) => Promise<{ readonly ok: boolean }>;
}

/**
 * Tells alerts to a Slack channel through an incoming webhook.
 *
 * @throws ConfigError `option_unknown`
 * @example
 * const post = (body: string) => fetch(slackAddress.reveal(), { method: "POST", body });
 * alerts({ sinks: [slackAlerts({ post })] });
 */
export function slackAlerts(options: SlackAlertsOptions): AlertSink {
  onlyKnown(options, ["post"], "slackAlerts");
  return async (alert) => {
    const sign = alert.severity === "page" ? ":rotating_light:" : ":eyes:";
    const text = `${sign} *${slackText(alertLine(alert))}*\n${slackText(alert.action)}`;
    const { ok } = await options.post(JSON.stringify({ text }));
    if (!ok) throw new Error("Slack did not take the alert.");
  };
}

/** A subject and a text, as a mailer takes them. */
export interface AlertMail {
  readonly subject: string;
  readonly text: string;
}

/**
 * Tells alerts by e-mail.
 *
 * @param send Sends one mail; a rejection is tried again.
 * @example
 * alerts({ sinks: [mailAlerts(({ subject, text }) => mailer.sendMail({ from, to, subject, text }))] });
 */
export function mailAlerts(send: (mail: AlertMail) => unknown): AlertSink {
  return (alert) => send({ subject: `[${alert.severity}] ${alert.rule}`, text: mailText(alert) });
}

/** How long a short message may be. */
export interface TextAlertsOptions {
  /** Characters; 160 where nothing is said, which is one SMS. */
  readonly length?: number;
}

/**
 * Tells alerts by SMS or another short message.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * alerts({ sinks: [textAlerts((body) => twilio.messages.create({ from, to, body }))] });
 */
export function textAlerts(send: (text: string) => unknown, options: TextAlertsOptions = {}): AlertSink {
  onlyKnown(options, ["length"], "textAlerts");
  const length = wholeNumber(options.length ?? 160, "textAlerts.length", { min: 40, max: 1600 });
  return (alert) => {
    const line = `${alert.severity === "page" ? "ALERT" : "Note"} ${alert.rule}: ${alertLine(alert)}`;
    return send(line.length <= length ? line : `${line.slice(0, length - 3)}...`);
  };
}

function mailText(alert: Alert): string {
  const { name, route, reason, requestId } = alert.last;
  const facts = { event: name, route, reason, "request id": requestId, at: new Date(alert.at).toISOString() };
  const lines = Object.entries(facts).map(([field, value]) => (value === undefined ? "" : `${field}: ${value}`));
  return [alertLine(alert), "", `What to do: ${alert.action}`, "", ...lines.filter(Boolean)].join("\n");
}

/** Slack reads `&`, `<` and `>` as markup; a route or a subject must not become a link or a mention. */
function slackText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
