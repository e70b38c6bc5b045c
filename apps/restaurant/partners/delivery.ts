/** Imitates a delivery partner: it signs what became of an order by RFC 9421, and a page lets people play its couriers. */
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { messageSigner } from "cloche/webhooks";
import type { Deliveries, Delivery } from "./deliveries.js";
import { type Answer, type Call, type RunningServer, startServer } from "./http.js";
import { page } from "./pages.js";

/** What the imitation is given. */
export interface DeliveryOptions {
  readonly webhookUrl: string;
  readonly deliveries: Deliveries;
  readonly port?: number;
}

const STATUSES = ["picked_up", "delivered", "failed"] as const;
const MARK = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What can be told of an order. */
export interface Told {
  readonly order: string;
  readonly status: (typeof STATUSES)[number];
  /** When it happened and was signed; now unless said. */
  readonly at?: Date;
}

/** The running imitation, and what a test does to it. */
export interface DeliveryImitation extends RunningServer {
  /** SPKI in base64. */
  readonly publicKey: string;
  /** Signs a report without sending it. */
  readonly sign: (told: Told) => Delivery;
  /** Signs a report and sends it until it is taken. */
  readonly tell: (told: Told) => void;
}

/** Starts it, with a key pair of its own. */
export async function startDelivery({ webhookUrl, deliveries, port }: DeliveryOptions): Promise<DeliveryImitation> {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const secret = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const signer = messageSigner({ algorithm: "ed25519", keyId: "delivery-development" });
  const sign = ({ order, status, at = new Date() }: Told): Delivery => {
    const body = JSON.stringify({ order, status, at: at.toISOString() });
    const signed = signer({ body, secret, url: webhookUrl, eventId: randomUUID(), at: at.getTime() });
    return { url: webhookUrl, headers: { "content-type": "application/json", ...signed }, body };
  };
  const tell = (told: Told) => deliveries.send(sign(told));
  const server = await startServer((call) => answer(call, tell), port);
  const key = publicKey.export({ type: "spki", format: "der" }).toString("base64");
  return { ...server, publicKey: key, sign, tell };
}

function answer({ method, path, body }: Call, tell: (told: Told) => void): Answer | undefined {
  if (path !== "/") return undefined;
  if (method !== "POST") return { status: 200, html: page("Delivery (imitation)", FORM) };
  const form = new URLSearchParams(body);
  const status = STATUSES.find((one) => one === form.get("status"));
  const order = form.get("order") ?? "";
  if (status === undefined || !MARK.test(order)) return { status: 400, json: { error: "Name an order and a status." } };
  tell({ order, status });
  return { location: "/" };
}

const FORM = `<p>This imitates a delivery partner for development.</p>
<form method="post" action="/"><p><label>The order's id<br><input name="order" size="40" required></label></p>
${STATUSES.map((one) => `<button name="status" value="${one}">${one.replace("_", " ")}</button>`).join("\n")}</form>`;
