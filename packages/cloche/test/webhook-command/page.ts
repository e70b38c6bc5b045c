/** Writes a partner's page out of its notes and of what the library itself knows. */
import { EVENT_FACTS, type Partner } from "cloche/webhooks";
import { SAMPLES } from "../../src/cli/commands/webhook/trial.js";
import { PARTNER_NOTES } from "./partner-notes.js";

type Name = keyof typeof PARTNER_NOTES;

/** The names of all partners. */
export const NAMES = (Object.keys(PARTNER_NOTES) as Name[]).sort();

/** The page of one partner. */
export function pageOf(name: Name, { signatureHeaders }: Partner): string {
  const { title, make, call, given, where, secret, time, identity, notes, command } = PARTNER_NOTES[name];
  const events = Object.keys(SAMPLES[name] ?? {});
  const [event = ""] = events;
  const declared = given.map((one) => `declare const ${one}: string;`);
  return [
    `# ${title}`,
    "",
    "```ts",
    `import { ${make} } from "cloche/webhooks";`,
    "",
    ...(declared.length === 0 ? [] : [...declared, ""]),
    `export const partner = ${call};`,
    "```",
    "",
    `Give it to the gate as \`createGate({ partners: { ${keyOf(name)}: partner }, replay })\` and name it in the contract as`,
    `\`from: "${name}"\`. The rest is in [Webhooks](../webhooks.md).`,
    "",
    "| what | where |",
    "|---|---|",
    `| the route's address | ${where} |`,
    `| the secret | ${secret} |`,
    `| the signature | ${signatureHeaders.length === 0 ? "inside the body" : codes(signatureHeaders)} |`,
    `| the time of signing | ${time} |`,
    `| what identifies a delivery | ${identity} |`,
    `| the event's type | ${EVENT_FACTS[name].typeSigned ? "covered by the signature" : "not covered by the signature"} |`,
    "",
    ...(notes.length === 0 ? [] : ["## To know", "", ...notes.map((note) => `- ${note}`), ""]),
    "## Try it",
    "",
    "With the secret in the variable `CLOCHE_WEBHOOK_SECRET`" +
      (needsKey(name) ? ", here a private key of your own in PEM whose other half the running API knows:" : ":"),
    "",
    "```sh",
    `npx cloche webhook send ${name} ${event} \\`,
    `  --to http://localhost:3000/webhooks/${name}${command === undefined ? "" : ` \\\n  ${command}`}`,
    "```",
    "",
    `There are samples of ${codes(events)}.`,
    "",
  ].join("\n");
}

/** The list of all pages. */
export function listOfPages(): string {
  const rows = NAMES.map((name) => `| [${PARTNER_NOTES[name].title}](${name}.md) | \`${PARTNER_NOTES[name].make}\` |`);
  return [
    "# Webhooks, partner by partner",
    "",
    "What to paste where, and what each partner's signature is worth. How deliveries are received stands in",
    "[Webhooks](../webhooks.md).",
    "",
    "| partner | function |",
    "|---|---|",
    ...rows,
    "",
    "For a partner that is not here: `hmac`, `ed25519` and [message signatures](message-signatures.md).",
    "",
    "Beyond a single delivery: [handshakes](handshakes.md), [narrowing a partner](narrowing.md),",
    "[the durable inbox](inbox.md) and [sending webhooks](sending.md).",
    "",
  ].join("\n");
}

function keyOf(name: string): string {
  return name.includes("-") ? `"${name}"` : name;
}

function needsKey(name: Name): boolean {
  return ["aws-sns", "discord", "paypal", "sendgrid"].includes(name);
}

function codes(names: readonly string[]): string {
  return names.map((one) => `\`${one}\``).join(", ");
}
