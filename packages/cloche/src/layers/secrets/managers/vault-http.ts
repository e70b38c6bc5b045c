/** Speaks HTTP to HashiCorp Vault within a time and a size; errors never hold what was sent or answered. */
import { revealed, type SecretOr } from "../../../kernel/index.js";
import { managerFault } from "./manager-fault.js";

/** One request. */
export interface VaultRequest {
  readonly method: "GET" | "POST";
  /** Below `/v1/`, each segment encoded. */
  readonly path: string;
  readonly token?: SecretOr<string>;
  readonly body?: unknown;
}

/** An answer: its status, and its JSON where it is an object. */
export interface VaultAnswer {
  readonly status: number;
  readonly json: object | undefined;
}

/** Sends requests to one Vault. */
export type VaultHttp = (request: VaultRequest) => Promise<VaultAnswer>;

const MAX_BYTES = 1024 * 1024;

/** Requests to the Vault at `address`. Redirects are not followed: the token goes where it was meant to go. */
export function vaultHttp(address: URL, options: { namespace: string | undefined; timeout: number }): VaultHttp {
  const base = `${address.origin}${address.pathname.replace(/\/$/, "")}/v1/`;
  return async ({ method, path, token, body }) => {
    const headers = {
      "x-vault-request": "true",
      ...(options.namespace === undefined ? {} : { "x-vault-namespace": options.namespace }),
      ...(token === undefined ? {} : { "x-vault-token": revealed(token) }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    const signal = AbortSignal.timeout(options.timeout);
    const sent = { method, headers, redirect: "error", signal } as const;
    try {
      const response = await fetch(
        `${base}${path}`,
        body === undefined ? sent : { ...sent, body: JSON.stringify(body) },
      );
      return { status: response.status, json: parsed(await readText(response)) };
    } catch {
      // What fetch throws may quote a header it could not send.
      throw managerFault(signal.aborted ? "timeout" : "away");
    }
  };
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw managerFault("malformed");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): object | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}
