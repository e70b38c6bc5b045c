/** HashiCorp Vault's versioned key-value store (KV version 2) as a source; it needs no client. */
import { type Clock, type Duration, onlyKnown, systemClock } from "../../../kernel/index.js";
import { invalidOption } from "../setting.js";
import type { AsyncSource } from "../source.js";
import { faultOfStatus, managerFault, property } from "./manager-fault.js";
import { timeoutOf } from "./manager-options.js";
import { type ManagedNames, type ManagedVersion, managerSource } from "./manager-source.js";
import { type VaultHttp, vaultHttp } from "./vault-http.js";
import { appRoleLogin, givenToken, type VaultAppRole, type VaultLogin, type VaultToken } from "./vault-login.js";

/** Where Vault is, how it is entered, and what is read. `token` or `appRole`, not both. */
export interface HashicorpVaultOptions {
  /** Such as "https://vault.internal:8200". */
  readonly address: string;
  readonly token?: VaultToken;
  readonly appRole?: VaultAppRole;
  /** Which field each setting is: `{ JWT_SECRET: "orders/api#jwt" }`; without a field, the one called `value`. */
  readonly names: ManagedNames;
  /** Where the store is mounted; "secret" by default. */
  readonly mount?: string;
  /** The namespace of Vault Enterprise. */
  readonly namespace?: string;
  /** How long one answer may take: 10 seconds by default. */
  readonly timeout?: Duration;
  /** Allows plain HTTP to a loopback address, as an agent beside the process has. */
  readonly dangerouslyAllowHttp?: boolean;
  readonly clock?: Clock;
}

const WHERE = "hashicorpVault";
const KNOWN = [
  "address",
  "token",
  "appRole",
  "names",
  "mount",
  "namespace",
  "timeout",
  "dangerouslyAllowHttp",
  "clock",
];
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const DEFAULT_FIELD = "value";

/**
 * Reads the newest version, and the one numbered before it for a secret that rotates; one that is deleted or destroyed
 * is not accepted any more. The policy needs `read` on the paths below `data/` and nothing else.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 * @example
 * hashicorpVault({
 *   address: "https://vault.internal:8200",
 *   appRole: { roleId, secretId },
 *   names: { JWT_SECRET: "orders/api#jwt" },
 * });
 */
export function hashicorpVault(options: HashicorpVaultOptions): AsyncSource {
  onlyKnown(options, KNOWN, WHERE);
  const { mount = "secret", namespace, names } = options;
  const timeout = timeoutOf(options.timeout, WHERE);
  const http = vaultHttp(addressOf(options), { namespace, timeout });
  const login = loginOf(options, http);
  const get = (id: string, version?: number) =>
    getVersion(
      { http, login },
      `${encodeURIComponent(mount)}/data/${pathOf(id)}${version === undefined ? "" : `?version=${version}`}`,
    );
  return managerSource(
    {
      title: "HashiCorp Vault",
      timeout: timeout * REQUESTS_PER_READ,
      current: (id) => get(id),
      previous: async (id, { version }) => (version === "1" ? undefined : get(id, Number(version) - 1)),
      faultOf: () => managerFault("away"),
    },
    withDefaultField(names),
  );
}

/** A read may log in, be refused, log in again and read. */
const REQUESTS_PER_READ = 4;

function addressOf({ address, dangerouslyAllowHttp = false }: HashicorpVaultOptions): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe = url?.protocol === "https:";
  const isLocal = url?.protocol === "http:" && dangerouslyAllowHttp && LOOPBACK.test(url.hostname);
  if (url !== undefined && url.username === "" && (isSafe || isLocal)) return url;
  throw invalidOption(`${WHERE}.address`, "Give an https address, or a loopback one with dangerouslyAllowHttp.");
}

function loginOf({ token, appRole, clock }: HashicorpVaultOptions, http: VaultHttp): VaultLogin {
  if (appRole !== undefined && token === undefined) return appRoleLogin(appRole, http, clock ?? systemClock);
  if (token !== undefined && appRole === undefined) return givenToken(token);
  throw invalidOption(WHERE, "Give either token or appRole.");
}

async function getVersion(
  { http, login }: { readonly http: VaultHttp; readonly login: VaultLogin },
  path: string,
): Promise<ManagedVersion | undefined> {
  const ask = async () => http({ method: "GET", path, token: await login.token() });
  const first = await ask();
  // The token may have been revoked, or its lease cut short.
  const { status, json } = first.status === 403 && login.forget() ? await ask() : first;
  if (status === 404) return undefined;
  if (status !== 200) throw faultOfStatus(status);
  return versionFrom(property(json, "data"));
}

function versionFrom(data: unknown): ManagedVersion {
  const [fields, metadata] = [property(data, "data"), property(data, "metadata")];
  const version = property(metadata, "version");
  if (typeof fields !== "object" || fields === null || typeof version !== "number") throw managerFault("malformed");
  const [since, expiresAt] = [moment(property(metadata, "created_time")), moment(property(metadata, "deletion_time"))];
  return {
    text: JSON.stringify(fields),
    version: String(version),
    ...(since === undefined ? {} : { since }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function moment(text: unknown): number | undefined {
  const at = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function pathOf(id: string): string {
  const segments = id.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".."))
    throw managerFault("malformed");
  return segments.map(encodeURIComponent).join("/");
}

function withDefaultField(names: ManagedNames): ManagedNames {
  const complete = (id: string) => (id.includes("#") ? id : `${id}#${DEFAULT_FIELD}`);
  if (typeof names === "function") {
    return (name) => {
      const id = names(name);
      return id === undefined ? undefined : complete(id);
    };
  }
  if (typeof names !== "object" || names === null) return names;
  return Object.fromEntries(
    Object.entries(names).map(([name, id]) => [name, typeof id === "string" ? complete(id) : id]),
  );
}
