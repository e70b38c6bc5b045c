/** `cloche webhook`: lists the partners, and sends a signed trial event to a running API. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { entry, monotonicMilliseconds, systemClock } from "../../kernel/index.js";
import { type Command, type CommandIo, UsageError } from "../command.js";
import { SAMPLES, type Trial, type TrialOptions, trialOf } from "./webhook/trial.js";
import { type SendWords, sendWords, targetOf } from "./webhook/words.js";

/** Where the secret is read from unless said otherwise. */
const SECRET_VARIABLE = "CLOCHE_WEBHOOK_SECRET";
const TIMEOUT = 15_000;

/** The command. */
export const WEBHOOK: Command = Object.freeze({
  name: "webhook",
  summary: "Sends a signed trial event, as a partner would.",
  usage: [
    "cloche webhook list",
    "cloche webhook send PARTNER EVENT --to URL [--secret-env NAME] [--data FILE] [--public-url URL]",
    `    --secret-env       the variable that holds the secret; ${SECRET_VARIABLE} unless said`,
    "    --data             a JSON file to send instead of the sample",
    "    --public-url       the address the partner would sign, where a proxy stands in between",
    "    --webhook-id       paypal: the webhook's id",
    "    --certificate-url  paypal, aws-sns: the address of the certificate",
  ],
  run: (words: readonly string[], io: CommandIo) => {
    const [verb, ...rest] = words;
    if (verb === "list" && rest.length === 0) return list(io);
    if (verb === "send") return send(sendWords(rest), io);
    throw new UsageError("Say `list` or `send`.");
  },
});

function list({ out }: CommandIo): number {
  for (const [partner, samples] of Object.entries(SAMPLES).sort(([one], [other]) => (one < other ? -1 : 1))) {
    out(`${partner.padEnd(15)}${Object.keys(samples).join("  ")}`);
  }
  return 0;
}

async function send({ partner, event, options }: SendWords, io: CommandIo): Promise<number> {
  const to = targetOf(options.to);
  const document = options.data === undefined ? undefined : await readDocument(options.data, io);
  if (entry(SAMPLES, partner) === undefined) throw new UsageError(`There is no partner "${partner}".`);
  const trial = trialWith({
    partner,
    event,
    secret: secretFrom(io, options["secret-env"] ?? SECRET_VARIABLE),
    url: options["public-url"] ?? to.href,
    now: systemClock.now(),
    ...(document === undefined ? {} : { document }),
    ...(options["webhook-id"] === undefined ? {} : { webhookId: options["webhook-id"] }),
    ...(options["certificate-url"] === undefined ? {} : { certificateUrl: options["certificate-url"] }),
  });
  if (trial === undefined) throw new UsageError(`There is no sample "${event}" of ${partner}; give one with --data.`);
  return deliver(trial, to, io);
}

/** What a signer throws would show its input; the secret is part of that. */
function trialWith(options: TrialOptions): Trial | undefined {
  try {
    return trialOf(options);
  } catch {
    throw new UsageError("Nothing could be signed: the secret or the data is not what this partner uses.");
  }
}

function secretFrom({ environment }: CommandIo, name: string): string {
  const secret = environment[name];
  if (secret === undefined || secret === "") throw new UsageError(`The variable ${name} holds no secret.`);
  // A key in PEM is often kept on one line.
  return secret.startsWith("-----BEGIN ") ? secret.replaceAll("\\n", "\n") : secret;
}

async function readDocument(file: string, { folder }: CommandIo): Promise<unknown> {
  try {
    return JSON.parse(await readFile(resolve(folder, file), "utf8")) as unknown;
  } catch {
    throw new UsageError(`${file} could not be read as JSON.`);
  }
}

async function deliver({ headers, body }: Trial, to: URL, { out, err }: CommandIo): Promise<number> {
  const begun = monotonicMilliseconds();
  try {
    const init = { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT) } as const;
    const { status, ok } = await fetch(to, init);
    out(`${status} after ${Math.round(monotonicMilliseconds() - begun)} ms`);
    if (!ok) err(status === 400 ? "Refused: the API's log has the reason." : "A partner would try again.");
    return ok ? 0 : 1;
  } catch {
    err("No answer: is the API running at that address?");
    return 1;
  }
}
