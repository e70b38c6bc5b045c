/** `cloche alerts`: writes the alert rules as Prometheus and Grafana take them, or tells them. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ConfigError } from "../../kernel/index.js";
import { type AlertRule, DEFAULT_ALERT_RULES, grafanaDashboard, prometheusRules } from "../../layers/observe/index.js";
import { type Command, type CommandIo, UsageError } from "../command.js";

const OPTIONS = {
  prometheus: { type: "boolean", default: false },
  grafana: { type: "boolean", default: false },
  rules: { type: "string" },
} as const;

/** The command. */
export const ALERTS: Command = Object.freeze({
  name: "alerts",
  summary: "Writes the alert rules for Prometheus and Grafana.",
  usage: [
    "cloche alerts [--prometheus | --grafana] [--rules FILE]",
    "    --prometheus  a file of alerting rules, YAML; check it with `promtool check rules`",
    "    --grafana     a dashboard to import, JSON",
    "    --rules       a built module that exports `alertRules`; the shipped rules where nothing is named",
  ],
  run: async (words: readonly string[], io: CommandIo) => {
    const options = read(words);
    const rules = options.rules === undefined ? DEFAULT_ALERT_RULES : await rulesIn(options.rules, io);
    try {
      io.out(written(rules, options).trimEnd());
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      io.err(error.message);
      return 1;
    }
    return 0;
  },
});

type Form = Pick<ReturnType<typeof read>, "prometheus" | "grafana">;

function written(rules: readonly AlertRule[], { prometheus, grafana }: Form): string {
  if (prometheus) return prometheusRules(rules);
  if (grafana) return JSON.stringify(grafanaDashboard(rules), null, 2);
  return rules.map(({ name, severity, summary }) => `${name.padEnd(24)}${severity.padEnd(6)}${summary}`).join("\n");
}

function read(words: readonly string[]) {
  const { values } = parsed(words);
  if (values.prometheus && values.grafana) throw new UsageError("Ask for one of --prometheus and --grafana.");
  return values;
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, strict: true });
  } catch {
    throw new UsageError("A word is not known here, or lacks its value.");
  }
}

async function rulesIn(file: string, { folder }: CommandIo): Promise<readonly AlertRule[]> {
  const exported = await load(resolve(folder, file));
  if (Array.isArray(exported["alertRules"])) return exported["alertRules"] as readonly AlertRule[];
  throw new UsageError(`${file}: export the rules as a list called \`alertRules\`.`);
}

async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new UsageError(`The rules could not be loaded: ${error instanceof Error ? error.message : "it threw"}`);
  }
}
