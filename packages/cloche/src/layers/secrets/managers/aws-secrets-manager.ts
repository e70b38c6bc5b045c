/** AWS Secrets Manager as a source, through the client of `@aws-sdk/client-secrets-manager`. */
import { fromUtf8, onlyKnown } from "../../../kernel/index.js";
import type { AsyncSource } from "../source.js";
import { type ManagerFault, managerFault, property } from "./manager-fault.js";
import { type ClientOptions, requireMethods, timeoutOf } from "./manager-options.js";
import { type ManagedVersion, managerSource } from "./manager-source.js";

/** What is used of `SecretsManager`. */
export interface AwsSecretsManagerClient {
  getSecretValue(
    input: { SecretId: string; VersionStage: string },
    options?: { abortSignal?: AbortSignal },
  ): Promise<{
    readonly SecretString?: string | undefined;
    readonly SecretBinary?: Uint8Array | undefined;
    readonly VersionId?: string | undefined;
    readonly CreatedDate?: Date | undefined;
  }>;
}

const TITLE = "AWS Secrets Manager";
const DENIED = new Set([
  "AccessDeniedException",
  "UnrecognizedClientException",
  "InvalidSignatureException",
  "ExpiredTokenException",
  "IncompleteSignature",
  "MissingAuthenticationToken",
  "CredentialsProviderError",
]);
const THROTTLED = new Set(["ThrottlingException", "TooManyRequestsException", "LimitExceededException"]);

/**
 * Reads `AWSCURRENT`, and `AWSPREVIOUS` for a secret that rotates. The role needs `secretsmanager:GetSecretValue` on
 * these secrets and nothing else.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 * @example
 * import { SecretsManager } from "@aws-sdk/client-secrets-manager";
 * awsSecretsManager({ client: new SecretsManager({ region: "eu-west-1" }), names: { JWT_SECRET: "orders/jwt" } });
 */
export function awsSecretsManager(options: ClientOptions<AwsSecretsManagerClient>): AsyncSource {
  const where = "awsSecretsManager";
  onlyKnown(options, ["client", "names", "timeout"], where);
  const { client, names } = options;
  requireMethods(client, ["getSecretValue"], { where, fix: "Give new SecretsManager({ region })." });
  const timeout = timeoutOf(options.timeout, where);
  const get = (id: string, stage: string) => getVersion(client, { id, stage, timeout });
  return managerSource(
    {
      title: TITLE,
      timeout,
      current: (id) => get(id, "AWSCURRENT"),
      previous: (id) => get(id, "AWSPREVIOUS"),
      faultOf,
    },
    names,
  );
}

interface Asked {
  readonly id: string;
  readonly stage: string;
  readonly timeout: number;
}

async function getVersion(
  client: AwsSecretsManagerClient,
  { id, stage, timeout }: Asked,
): Promise<ManagedVersion | undefined> {
  try {
    const abortSignal = AbortSignal.timeout(timeout);
    const answer = await client.getSecretValue({ SecretId: id, VersionStage: stage }, { abortSignal });
    const text = answer.SecretString ?? textOf(answer.SecretBinary);
    if (typeof text !== "string" || typeof answer.VersionId !== "string") throw managerFault("malformed");
    const since = answer.CreatedDate?.getTime();
    return { text, version: answer.VersionId, ...(since === undefined ? {} : { since }) };
  } catch (error) {
    if (property(error, "name") === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : fromUtf8(bytes);
}

function faultOf(error: unknown): ManagerFault {
  const name = String(property(error, "name"));
  if (DENIED.has(name)) return managerFault("denied");
  if (THROTTLED.has(name)) return managerFault("throttled");
  if (name === "InvalidRequestException") return managerFault("disabled");
  if (name === "TimeoutError" || name === "AbortError") return managerFault("timeout");
  return managerFault(name === "SyntaxError" ? "malformed" : "away");
}
