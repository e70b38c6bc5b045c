/** Tells alerts to the endpoint that the settings name, signed, so that nobody else can raise one there. */
import { type AlertSink, webhookAlerts } from "cloche/observe";
import { webhookSender } from "cloche/webhooks";
import type { Config } from "../platform/index.js";

/** Where alerts go; nowhere but the log and the cameras where nothing is said. */
export function alertSinks({ alertWebhook, production }: Config): readonly AlertSink[] {
  if (alertWebhook === undefined) return [];
  const { url, secret } = alertWebhook;
  const sender = webhookSender({
    secrets: secret.reveal(),
    // A machine of one's own may listen while the restaurant is tried out.
    policy: production ? {} : { dangerouslyAllowLoopback: true },
  });
  return [webhookAlerts({ url, send: (message) => sender.send(message) })];
}
