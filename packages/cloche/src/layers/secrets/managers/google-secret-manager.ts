/** Google Secret Manager as a source, through the client of `@google-cloud/secret-manager`. */
import { fromUtf8, onlyKnown } from "../../../kernel/index.js";
import type { AsyncSource } from "../source.js";
import { type ManagerFault, type ManagerFaultCode, managerFault, property } from "./manager-fault.js";
import { type ClientOptions, requireMethods, timeoutOf } from "./manager-options.js";
import { type ManagedVersion, managerSource } from "./manager-source.js";

/** What is used of `SecretManagerServiceClient`. */
export interface GoogleSecretManagerClient {
  accessSecretVersion(
    request: { name: string },
    options?: { timeout?: number },
  ): Promise<
    readonly [
      {
        readonly name?: string | null | undefined;
        readonly payload?: { readonly data?: Uint8Array | string | null | undefined } | null | undefined;
      },
      ...unknown[],
    ]
  >;
}

const TITLE = "Google Secret Manager";
/** What an error means, by its code of gRPC (google.rpc.Code) and, from a client that speaks REST, its status of HTTP. */
const FAULTS: ReadonlyMap<unknown, ManagerFaultCode> = new Map([
  [4, "timeout"],
  [504, "timeout"],
  [7, "denied"],
  [403, "denied"],
  [16, "denied"],
  [401, "denied"],
  [8, "throttled"],
  [429, "throttled"],
  [9, "disabled"],
  [400, "disabled"],
]);
const NOT_FOUND: readonly unknown[] = [5, 404];
/** A version that is disabled or destroyed answers FAILED_PRECONDITION: it is not to be used any more. */
const NOT_USABLE: readonly unknown[] = [...NOT_FOUND, 9, 400];

/**
 * Reads the latest version, and the one numbered before it for a secret that rotates. The account needs the role
 * `roles/secretmanager.secretAccessor` on these secrets and nothing else.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 * @example
 * import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
 * googleSecretManager({
 *   client: new SecretManagerServiceClient(),
 *   names: { JWT_SECRET: "projects/orders/secrets/jwt" },
 * });
 */
export function googleSecretManager(options: ClientOptions<GoogleSecretManagerClient>): AsyncSource {
  const where = "googleSecretManager";
  onlyKnown(options, ["client", "names", "timeout"], where);
  const { client, names } = options;
  const fix = "Give new SecretManagerServiceClient().";
  requireMethods(client, ["accessSecretVersion"], { where, fix });
  const timeout = timeoutOf(options.timeout, where);
  const get = async (id: string, version: string): Promise<ManagedVersion | undefined> => {
    const [answer] = await client.accessSecretVersion({ name: `${id}/versions/${version}` }, { timeout });
    const number = /\/versions\/(\d+)$/.exec(answer.name ?? "")?.[1];
    const text = textOf(answer.payload?.data);
    if (number === undefined || text === undefined) throw managerFault("malformed");
    return { text, version: number };
  };
  return managerSource(
    {
      title: TITLE,
      timeout,
      current: (id) => unless(NOT_FOUND, () => get(id, "latest")),
      previous: (id, { version }) => unless(NOT_USABLE, () => get(id, String(Number(version) - 1))),
      faultOf,
    },
    names,
  );
}

async function unless(
  codes: readonly unknown[],
  read: () => Promise<ManagedVersion | undefined>,
): Promise<ManagedVersion | undefined> {
  try {
    return await read();
  } catch (error) {
    if (codes.includes(property(error, "code"))) return undefined;
    throw error;
  }
}

/** The bytes; a client that speaks REST gives them as base64. */
function textOf(data: Uint8Array | string | null | undefined): string | undefined {
  if (data === null || data === undefined) return undefined;
  return fromUtf8(typeof data === "string" ? Buffer.from(data, "base64") : data);
}

function faultOf(error: unknown): ManagerFault {
  return managerFault(FAULTS.get(property(error, "code")) ?? "away");
}
