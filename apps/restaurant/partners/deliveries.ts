/** Carries signed webhooks to the restaurant: at once and again until they are taken, or when a test says so. */
import { request as requestInClear } from "node:http";
import { request as requestOverTls } from "node:https";

/** A signed webhook. */
export interface Delivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How webhooks travel. */
export interface Deliveries {
  /** Sends it, and again after a pause until it is answered with a success. */
  readonly send: (delivery: Delivery) => void;
  /** From now on keeps everything for `release`. */
  readonly hold: () => void;
  /** What is held, oldest first; taken out of here. */
  readonly taken: () => readonly Delivery[];
  readonly stop: () => void;
}

/** The partners go on for days; an imitation that somebody looks at need not. */
const PAUSES = [500, 2000, 5000, 15_000, 60_000] as const;

/**
 * Sends one delivery once, and answers the status it was met with.
 *
 * @param certificate The one to believe beside the public ones, PEM: a restaurant on this machine may have made its own.
 */
export function deliver({ url, headers, body }: Delivery, certificate?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = { method: "POST", headers: { ...headers, "content-length": Buffer.byteLength(body) } };
    const call = url.startsWith("https:")
      ? requestOverTls(url, certificate === undefined ? sent : { ...sent, ca: certificate })
      : requestInClear(url, sent);
    call.on("error", reject).on("response", (answer) => {
      answer
        .resume()
        .on("error", reject)
        .on("end", () => resolve(answer.statusCode ?? 0));
    });
    call.end(body);
  });
}

/** Makes the carrier. */
export function deliveries(certificate?: string): Deliveries {
  const held: Delivery[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let isHolding = false;
  let stopped = false;
  const attempt = async (delivery: Delivery, attempts: number): Promise<void> => {
    const status = await deliver(delivery, certificate).catch(() => 0);
    const pause = PAUSES[attempts];
    if (stopped || pause === undefined || (status >= 200 && status < 300)) return;
    later(pause, () => attempt(delivery, attempts + 1));
  };
  const later = (pause: number, work: () => Promise<void>) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void work();
    }, pause).unref();
    timers.add(timer);
  };
  return {
    send(delivery) {
      if (isHolding) held.push(delivery);
      // A partner's answer is on its way before its webhook is.
      else if (!stopped) later(10, () => attempt(delivery, 0));
    },
    hold() {
      isHolding = true;
    },
    taken: () => held.splice(0),
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
