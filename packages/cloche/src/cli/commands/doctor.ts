/** `cloche doctor`: tells what is weak, missing, unused, about to end, published or committed. */
import { parseArgs } from "node:util";
import { ConfigError, seconds, systemClock } from "../../kernel/index.js";
import type { Examination } from "../../layers/secrets/index.js";
import { type Command, type CommandIo, UsageError } from "../command.js";
import { auditFindings } from "./doctor/audit.js";
import { bundleFindings } from "./doctor/bundles.js";
import { commitFindings } from "./doctor/commits.js";
import { examined } from "./doctor/examined.js";
import { type Finding, findingsOf } from "./doctor/findings.js";

const OPTIONS = {
  config: { type: "string" },
  within: { type: "string", default: "30 days" },
  except: { type: "string", multiple: true, default: [] as string[] },
  bundle: { type: "string", multiple: true, default: [] as string[] },
  development: { type: "boolean", default: false },
  audit: { type: "string" },
  "audit-head": { type: "string" },
  strict: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

/** The command. */
export const DOCTOR: Command = Object.freeze({
  name: "doctor",
  summary: "Tells what is wrong with the secrets, and where they stand that they should not.",
  usage: [
    'cloche doctor [--config FILE] [--within "30 days"] [--except PATH]... [--development] [--strict] [--json]',
    "             [--bundle FOLDER]... [--audit FILE] [--audit-head SEQ:SEAL]",
    "    --config       a built module that exports `configuration` (what configuration() gave) or `settings`",
    "    --within       how long before a secret ends it is told",
    "    --except       a tracked file or folder that is not searched, such as one of test keys",
    "    --bundle       a folder of built pages, in which no secret may stand",
    "    --development  judges exported `settings` as outside production",
    "    --audit        the file of an audit trail; CLOCHE_AUDIT_SECRET holds its secret where it has one",
    "    --audit-head   a head of the trail that was kept elsewhere, as this command tells it",
    "    --strict       a warning counts as a defect",
    "    --json         one JSON object",
  ],
  run: async (words: readonly string[], io: CommandIo) => {
    const options = read(words);
    const found = options.config === undefined ? undefined : await examined(options.config, options, io);
    const findings = [
      ...(found === undefined ? [] : findingsOf(found, { now: systemClock.now(), within: options.within })),
      ...(await auditFindings({ file: options.audit, head: options["audit-head"] }, io)),
      ...bundleFindings(io.folder, { folders: options.bundle, secrets: found?.secrets ?? [] }),
      ...commitFindings(io.folder, { secrets: found?.secrets ?? [], except: options.except }),
    ];
    const isWell = !findings.some(({ level }) => level === "defect" || options.strict);
    if (options.json) io.out(JSON.stringify({ ok: isWell, findings, settings: found?.settings ?? [] }, null, 2));
    else tell({ findings, found }, io);
    return isWell ? 0 : 1;
  },
});

function read(words: readonly string[]) {
  const { values } = parsed(words);
  try {
    return { ...values, within: seconds(values.within) * 1000 };
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(`--within: ${error.fix}`);
    throw error;
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, strict: true });
  } catch {
    // The parser's message repeats the word, and a word may be a secret that was put in the wrong place.
    throw new UsageError("A word is not known here, or lacks its value.");
  }
}

function tell(
  { findings, found }: { readonly findings: readonly Finding[]; readonly found: Examination | undefined },
  { out, err }: CommandIo,
): void {
  for (const { name, provenance } of found?.settings ?? []) out(`${name.padEnd(28)}${provenance ?? "-"}`);
  for (const { level, subject, reason } of findings) err(`${level.padEnd(8)}${subject}: ${reason}`);
  if (found === undefined) err("note    The settings were not examined; name their module with --config.");
  const count = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  out(`${count("defect")} defects, ${count("warning")} warnings`);
}
