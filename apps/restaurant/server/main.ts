/** Starts the restaurant: reads the environment, opens the database, listens, and stops when it is told to. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConfigError } from "cloche";
import { redaction, watchProcess } from "cloche/observe";
import { ConfigurationError, envFile, environment, mountedFiles } from "cloche/secrets";
import { pino } from "pino";
import { type Partners, withDevelopmentPartners } from "../partners/index.js";
import { passwords } from "./accounts/index.js";
import { commandLine, UnknownFlag } from "./app/command-line.js";
import { localCertificate } from "./app/local-certificate.js";
import { type App, createApp } from "./app.js";
import {
  type Config,
  demoFile,
  FolderInUse,
  keepDemoFile,
  newSetupToken,
  type OpenDatabase,
  openDatabase,
  readConfig,
  type SampleAccounts,
  seedSample,
  turnStreamEpoch,
} from "./platform/index.js";

/** Beside the compiled server, and in the sources when they run uncompiled. */
const WEB_FOLDERS = ["../web", "../dist/web"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Where Docker and Kubernetes mount secrets, one file a name. */
const SECRETS_FOLDER = process.env["SECRETS_DIR"] ?? "/run/secrets";

async function main(): Promise<void> {
  const { https, turnStreamEpoch: turns } = commandLine(process.argv.slice(2));
  // Mounted files first: they are the one place that can change while the process runs.
  const read = readConfig([mountedFiles(SECRETS_FOLDER), environment(process.env), envFile(".env")]);
  if (turns) return turnAndEnd(read);
  const tls = https ? await localCertificate(read.dataFolder, read.host) : undefined;
  const { config, partners } = await withDevelopmentPartners(withScheme(read, https), tls?.cert);
  const logger = pino({ level: config.logLevel });
  for (const { name, reason } of config.warnings) logger.warn({ setting: name, reason }, "a secret is weak");
  const { databaseUrl, dataFolder } = config;
  const database = await openDatabase({ databaseUrl, dataFolder, logger });
  let stop = database.close;
  try {
    const welcome = [...partnerLines(partners), await firstSteps(config, database)].join("\n");
    const webFolder = WEB_FOLDERS.find((folder) => existsSync(`${folder}/guest.html`)) ?? WEB_FOLDERS[0];
    const app = await createApp({ config, database, logger, webFolder, tls });
    stop = app.stop;
    watchProcess({ observe: app.observe });
    stopOnSignals(app, (error) => logger.fatal({ reason: nameOf(error) }, "the stop failed"));
    await app.listen();
    console.log(welcome);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where nothing was said of a proxy, the address is this server's own. */
function withScheme(config: Config, https: boolean): Config {
  return https ? { ...config, publicBaseUrl: config.publicBaseUrl.replace(/^http:/, "https:") } : config;
}

/** Nothing else is started: what listens would keep the process alive. */
async function turnAndEnd({ databaseUrl, dataFolder, logLevel }: Config): Promise<void> {
  const database = await openDatabase({ databaseUrl, dataFolder, logger: pino({ level: logLevel }) });
  try {
    await turnStreamEpoch(database.db);
  } finally {
    await database.close();
  }
  console.log("The streams have a new epoch; every open screen loads its board anew.");
}

/** Seeds or, in production, opens the way for the first owner; answers what to tell at the terminal. */
async function firstSteps(config: Config, database: OpenDatabase): Promise<string> {
  if (config.production) {
    const token = await newSetupToken(database.db);
    return [...whereabouts(config, database), ...(token === undefined ? [] : setupLines(config, token))].join("\n");
  }
  const { hash } = await passwords();
  const accounts = await seedSample(database.db, hash);
  keepDemoFile(config, accounts);
  return [...whereabouts(config, database), ...(accounts === undefined ? [] : accountLines(config, accounts))].join(
    "\n",
  );
}

function whereabouts({ publicBaseUrl }: Config, { engine }: OpenDatabase): readonly string[] {
  return [
    "",
    `  Guests order at    ${publicBaseUrl}/`,
    `  The kitchen        ${publicBaseUrl}/kitchen`,
    `  Staff sign in at   ${publicBaseUrl}/sign-in`,
    `  The API reference  ${publicBaseUrl}/reference`,
    "",
    ...(engine === "pglite"
      ? [
          "  The data lies in an embedded PostgreSQL (PGlite) that does not force its writes to the disk: it is for",
          "  trying out and development. Set DATABASE_URL to a PostgreSQL server to run a restaurant on.",
          "",
        ]
      : []),
  ];
}

function partnerLines(partners: Partners | undefined): readonly string[] {
  if (partners === undefined) return [];
  const { twilio, mail, delivery } = partners;
  return [
    "",
    "  No keys of every partner are set, so imitations of them run here and no money moves.",
    `  What would have been texted and called is listed at ${twilio.url}/`,
    `  What would have been e-mailed is listed at ${mail.url}/`,
    `  What becomes of an order that a delivery partner carries is said at ${delivery.url}/`,
  ];
}

function accountLines({ dataFolder }: Config, accounts: SampleAccounts): readonly string[] {
  return [
    `  Sample accounts, shown this once and kept in ${demoFile(dataFolder)}:`,
    ...Object.entries(accounts).map(([role, { email, password }]) => `    ${role.padEnd(8)} ${email}  ${password}`),
    "",
  ];
}

function setupLines({ publicBaseUrl }: Config, token: string): readonly string[] {
  return [
    "  Nobody owns this place yet. The set-up token, good for one owner and void after the next start:",
    `    ${token}`,
    `  Set the place up with it at ${publicBaseUrl}/sign-in#set-up`,
    "",
  ];
}

function stopOnSignals(app: App, onFailed: (error: unknown) => void): void {
  const stop = () => {
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        onFailed(error);
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}

/** These say in their message what to do; of anything else the stack helps more. */
function isForPeople(error: unknown): error is Error {
  return (
    error instanceof ConfigError ||
    error instanceof ConfigurationError ||
    error instanceof FolderInUse ||
    error instanceof UnknownFlag
  );
}

function explained(error: unknown): unknown {
  if (isForPeople(error)) return error.message;
  if ((error as NodeJS.ErrnoException | null)?.code === "EADDRINUSE") {
    return "Another program listens at this HOST and PORT already. Stop it, or set PORT to a free one.";
  }
  return redaction().error(error);
}

main().catch((error: unknown) => {
  console.error(explained(error));
  // Half-made connections may be open and would keep the process alive.
  process.exit(1);
});
