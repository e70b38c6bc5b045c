/** The token that Vault is asked with: one that is given, or one that an AppRole logs in for. */
import { type Clock, onlyKnown, revealed, type SecretOr } from "../../../kernel/index.js";
import { invalidOption } from "../setting.js";
import { faultOfStatus, managerFault, property } from "./manager-fault.js";
import type { VaultHttp } from "./vault-http.js";

/** An AppRole's credentials. */
export interface VaultAppRole {
  readonly roleId: string;
  readonly secretId: SecretOr<string>;
  /** Where the method is mounted; "approle" by default. */
  readonly mount?: string;
}

/** A token, or a function that is asked for one before each read, as one that an agent writes to a file needs. */
export type VaultToken = SecretOr<string> | (() => SecretOr<string>);

/** Gives tokens. */
export interface VaultLogin {
  token(): SecretOr<string> | Promise<SecretOr<string>>;
  /** Forgets a token that was refused; whether another may be had. */
  forget(): boolean;
}

/** A login is made anew once this share of its lease is over. */
const USED_SHARE = 0.8;

/** Tokens as they are given. */
export function givenToken(token: VaultToken): VaultLogin {
  return { token: () => (typeof token === "function" ? token() : token), forget: () => false };
}

/**
 * Tokens that an AppRole logs in for.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 */
export function appRoleLogin(role: VaultAppRole, http: VaultHttp, clock: Clock): VaultLogin {
  const where = "hashicorpVault.appRole";
  onlyKnown(role, ["roleId", "secretId", "mount"], where);
  if (typeof role.roleId !== "string" || role.roleId === "")
    throw invalidOption(`${where}.roleId`, "Give the role id.");
  if (typeof revealed(role.secretId) !== "string") throw invalidOption(`${where}.secretId`, "Give the secret id.");
  const path = `auth/${encodeURIComponent(role.mount ?? "approle")}/login`;
  let held: Promise<Lease> | undefined;
  let until = Number.POSITIVE_INFINITY;
  const logIn = async (): Promise<Lease> => {
    const body = { role_id: role.roleId, secret_id: revealed(role.secretId) };
    const { status, json } = await http({ method: "POST", path, body });
    if (status !== 200) throw status === 400 ? managerFault("denied") : faultOfStatus(status);
    const lease = leaseFrom(json);
    until = lease.seconds === 0 ? Number.POSITIVE_INFINITY : clock.now() + lease.seconds * 1000 * USED_SHARE;
    return lease;
  };
  return {
    async token() {
      if (clock.now() >= until) held = undefined;
      held ??= logIn();
      try {
        return (await held).token;
      } catch (error) {
        held = undefined;
        throw error;
      }
    },
    forget() {
      held = undefined;
      return true;
    },
  };
}

interface Lease {
  readonly token: string;
  /** 0 for a token without an end. */
  readonly seconds: number;
}

function leaseFrom(json: unknown): Lease {
  const auth = property(json, "auth");
  const [token, seconds] = [property(auth, "client_token"), property(auth, "lease_duration")];
  if (typeof token !== "string" || token === "") throw managerFault("malformed");
  return { token, seconds: typeof seconds === "number" && seconds > 0 ? seconds : 0 };
}
