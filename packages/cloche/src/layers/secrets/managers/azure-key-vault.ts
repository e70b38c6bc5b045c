/** Azure Key Vault as a source, through the client of `@azure/keyvault-secrets`. */
import { onlyKnown } from "../../../kernel/index.js";
import type { AsyncSource } from "../source.js";
import { faultOfStatus, type ManagerFault, managerFault, property } from "./manager-fault.js";
import { type ClientOptions, requireMethods, timeoutOf } from "./manager-options.js";
import { type ManagedVersion, managerSource } from "./manager-source.js";

/** What is used of a version's properties. */
export interface AzureSecretProperties {
  readonly version?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly createdOn?: Date | undefined;
  readonly expiresOn?: Date | undefined;
}

/** What is used of `SecretClient`. */
export interface AzureKeyVaultClient {
  getSecret(
    name: string,
    options?: { version?: string; abortSignal?: AbortSignal },
  ): Promise<{ readonly value?: string | undefined; readonly properties: AzureSecretProperties }>;
  listPropertiesOfSecretVersions(
    name: string,
    options?: { abortSignal?: AbortSignal },
  ): AsyncIterable<AzureSecretProperties>;
}

const TITLE = "Azure Key Vault";

/**
 * Reads the newest version, and the one made before it for a secret that rotates. The identity needs the right
 * `get` on secrets, and `list` where one rotates.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 * @example
 * import { DefaultAzureCredential } from "@azure/identity";
 * import { SecretClient } from "@azure/keyvault-secrets";
 * const client = new SecretClient("https://orders.vault.azure.net", new DefaultAzureCredential());
 * azureKeyVault({ client, names: { JWT_SECRET: "jwt-secret" } });
 */
export function azureKeyVault(options: ClientOptions<AzureKeyVaultClient>): AsyncSource {
  const where = "azureKeyVault";
  onlyKnown(options, ["client", "names", "timeout"], where);
  const { client, names } = options;
  const fix = "Give new SecretClient(vaultUrl, credential).";
  requireMethods(client, ["getSecret", "listPropertiesOfSecretVersions"], { where, fix });
  const timeout = timeoutOf(options.timeout, where);
  return managerSource(
    {
      title: TITLE,
      timeout,
      current: (id) => getVersion(client, { id, timeout }),
      async previous(id, current) {
        const version = await versionBefore(client, { id, timeout, current });
        return version === undefined ? undefined : getVersion(client, { id, timeout, version });
      },
      faultOf,
    },
    names,
  );
}

interface Asked {
  readonly id: string;
  readonly timeout: number;
  readonly version?: string;
}

async function getVersion(
  client: AzureKeyVaultClient,
  { id, timeout, version }: Asked,
): Promise<ManagedVersion | undefined> {
  try {
    const abortSignal = AbortSignal.timeout(timeout);
    const { value, properties } = await client.getSecret(
      id,
      version === undefined ? { abortSignal } : { version, abortSignal },
    );
    if (typeof value !== "string" || typeof properties?.version !== "string") throw managerFault("malformed");
    const [since, expiresAt] = [properties.createdOn?.getTime(), properties.expiresOn?.getTime()];
    return {
      text: value,
      version: properties.version,
      ...(since === undefined ? {} : { since }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
  } catch (error) {
    if (property(error, "statusCode") === 404) return undefined;
    throw error;
  }
}

/** The version that was made last before the current one, unless it is disabled: an older one is never taken instead. */
async function versionBefore(
  client: AzureKeyVaultClient,
  { id, timeout, current }: Asked & { readonly current: ManagedVersion },
): Promise<string | undefined> {
  let last: { readonly version: string; readonly made: number; readonly enabled: boolean } | undefined;
  const abortSignal = AbortSignal.timeout(timeout);
  for await (const { version, enabled, createdOn } of client.listPropertiesOfSecretVersions(id, { abortSignal })) {
    const made = createdOn?.getTime() ?? 0;
    const isBefore = version !== current.version && made <= (current.since ?? Number.POSITIVE_INFINITY);
    if (version === undefined || !isBefore) continue;
    if (last === undefined || made > last.made) last = { version, made, enabled: enabled !== false };
  }
  return last?.enabled === true ? last.version : undefined;
}

function faultOf(error: unknown): ManagerFault {
  const name = property(error, "name");
  if (name === "AbortError" || name === "TimeoutError") return managerFault("timeout");
  if (name === "CredentialUnavailableError" || name === "AuthenticationError") return managerFault("denied");
  return faultOfStatus(property(error, "statusCode"));
}
