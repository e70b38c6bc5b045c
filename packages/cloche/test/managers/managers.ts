/** Every secret manager on loopback, in its own wire protocol, with the source that reads it through the real client. */
import { createRequire } from "node:module";
import {
  type AsyncSource,
  type AwsSecretsManagerClient,
  type AzureKeyVaultClient,
  awsSecretsManager,
  azureKeyVault,
  type GoogleSecretManagerClient,
  googleSecretManager,
  hashicorpVault,
} from "cloche/secrets";
import { type Asked, openShelf, type Said, type Shelf, type Shelved } from "./shelf.js";
import { signatureFault } from "./sigv4.js";

/** One manager. */
export interface TestManager {
  readonly title: string;
  /** Whether it tells when a version came to be. */
  readonly tellsSince: boolean;
  readonly idOf: (name: string) => string;
  readonly open: (canary: string) => Promise<Shelf>;
  /** The source, for credentials that are right or wrong. */
  readonly source: (shelf: Shelf, options: { names: Record<string, string>; credential?: string }) => AsyncSource;
}

/** What every right request is made with. */
export const CREDENTIAL = "Rt6Yw2Kd9Pz4Xq8Hn1Vb5Lc3";

const require = createRequire(import.meta.url);

function load<Module>(name: string): Module {
  return require(name) as Module;
}

const missing = (type: string): Said => ({ status: 400, json: { __type: type, message: "It is not there." } });

const AWS: TestManager = {
  title: "AWS Secrets Manager",
  tellsSince: true,
  idOf: (name) => `orders/${name}`,
  open: (canary) => openShelf(answerAws, canary),
  source(shelf, { names, credential = CREDENTIAL }) {
    type Constructor = new (options: object) => AwsSecretsManagerClient;
    const { SecretsManager } = load<{ SecretsManager: Constructor }>("@aws-sdk/client-secrets-manager");
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: credential };
    const client = new SecretsManager({ region: "eu-west-1", endpoint: shelf.base, credentials, maxAttempts: 1 });
    return awsSecretsManager({ client, names, timeout: 1 });
  },
};

function answerAws({ request, body, shelf }: Asked): Said {
  const fault = signatureFault(request, body, { accessKeyId: "AKIDEXAMPLE", secretAccessKey: CREDENTIAL });
  if (fault !== undefined) {
    shelf.complaints.push(fault);
    return missing("InvalidSignatureException");
  }
  if (request.headers["x-amz-target"] !== "secretsmanager.GetSecretValue") shelf.complaints.push("another action");
  if (request.headers["content-type"] !== "application/x-amz-json-1.1") shelf.complaints.push("another protocol");
  const asked = JSON.parse(body) as { SecretId: string; VersionStage: string };
  const versions = shelf.secrets.get(asked.SecretId) ?? [];
  const at = versions.length - (asked.VersionStage === "AWSPREVIOUS" ? 2 : 1);
  const version = versions[at];
  if (version?.usable !== true) return missing("ResourceNotFoundException");
  const json = {
    Name: asked.SecretId,
    SecretString: version.text,
    VersionId: `v-${at}`,
    CreatedDate: version.made / 1000,
  };
  return { status: 200, json: { ...json, VersionStages: [asked.VersionStage] } };
}

const AZURE: TestManager = {
  title: "Azure Key Vault",
  tellsSince: true,
  idOf: (name) => name.toLowerCase().replaceAll("_", "-"),
  open: (canary) => openShelf(answerAzure, canary),
  source(shelf, { names, credential = CREDENTIAL }) {
    type Constructor = new (url: string, credential: object, options: object) => AzureKeyVaultClient;
    const { SecretClient } = load<{ SecretClient: Constructor }>("@azure/keyvault-secrets");
    const getToken = async () => ({ token: credential, expiresOnTimestamp: Date.now() + 3_600_000 });
    const client = new SecretClient(
      shelf.base,
      { getToken },
      {
        disableChallengeResourceVerification: true,
        allowInsecureConnection: true,
        retryOptions: { maxRetries: 0 },
      },
    );
    return azureKeyVault({ client, names, timeout: 1 });
  },
};

function answerAzure({ request, url, shelf }: Asked): Said {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    const challenge = 'Bearer authorization="https://login.test/tenant", resource="https://vault.azure.net"';
    return { status: 401, json: { error: { code: "Unauthorized" } }, headers: { "www-authenticate": challenge } };
  }
  if (authorization !== `Bearer ${CREDENTIAL}`) return { status: 403, json: { error: { code: "Forbidden" } } };
  const [, , id = "", version = ""] = url.pathname.split("/");
  const versions = shelf.secrets.get(id) ?? [];
  const bundles = versions.map((one, at) => azureBundle(shelf, { one, id: `${shelf.base}/secrets/${id}/v${at}` }));
  if (version === "versions") {
    return { status: 200, json: { value: bundles.map(({ value: _value, ...bundle }) => bundle), nextLink: null } };
  }
  const at = version === "" ? versions.length - 1 : Number(version.slice(1));
  const bundle = bundles[at];
  if (bundle === undefined) return { status: 404, json: { error: { code: "SecretNotFound" } } };
  if (versions[at]?.usable !== true) return { status: 403, json: { error: { code: "Forbidden" } } };
  return { status: 200, json: bundle };
}

function azureBundle(_shelf: Shelf, { one, id }: { one: Shelved; id: string }) {
  const created = one.made / 1000;
  return { value: one.text, id, attributes: { enabled: one.usable, created, updated: created } };
}

const GOOGLE: TestManager = {
  title: "Google Secret Manager",
  tellsSince: false,
  idOf: (name) => `projects/orders/secrets/${name}`,
  open: (canary) => openShelf(answerGoogle, canary),
  source(shelf, { names, credential = CREDENTIAL }) {
    type Constructor = new (options: object) => GoogleSecretManagerClient;
    const { SecretManagerServiceClient } = load<{ SecretManagerServiceClient: Constructor }>(
      "@google-cloud/secret-manager",
    );
    const { OAuth2Client } = createRequire(require.resolve("@google-cloud/secret-manager"))("google-auth-library") as {
      OAuth2Client: new () => { setCredentials(credentials: object): void };
    };
    const authClient = new OAuth2Client();
    authClient.setCredentials({ access_token: credential, expiry_date: Date.now() + 3_600_000 });
    const place = { fallback: true, protocol: "http", apiEndpoint: "127.0.0.1", port: shelf.port };
    const client = new SecretManagerServiceClient({ ...place, authClient, projectId: "orders" });
    return googleSecretManager({ client, names, timeout: 1 });
  },
};

function answerGoogle({ request, url, shelf }: Asked): Said {
  const error = (code: number, status: string): Said => ({
    status: code,
    json: { error: { code, status, message: "No." } },
  });
  if (request.headers.authorization !== `Bearer ${CREDENTIAL}`) return error(403, "PERMISSION_DENIED");
  const match = /^\/v1\/(projects\/orders\/secrets\/\w+)\/versions\/(latest|\d+):access$/.exec(url.pathname);
  const versions = shelf.secrets.get(match?.[1] ?? "") ?? [];
  const number = match?.[2] === "latest" ? versions.length : Number(match?.[2]);
  const version = versions[number - 1];
  if (version === undefined) return error(404, "NOT_FOUND");
  if (!version.usable) return error(400, "FAILED_PRECONDITION");
  const data = Buffer.from(version.text).toString("base64");
  return { status: 200, json: { name: `${match?.[1]}/versions/${number}`, payload: { data } } };
}

const VAULT: TestManager = {
  title: "HashiCorp Vault",
  tellsSince: true,
  idOf: (name) => `orders/${name}`,
  open: (canary) => openShelf(answerVault, canary),
  source: (shelf, { names, credential = CREDENTIAL }) =>
    hashicorpVault({ address: shelf.base, token: credential, names, timeout: 1, dangerouslyAllowHttp: true }),
};

/** Answers as Vault does. */
export function answerVault({ request, url, body, shelf }: Asked): Said {
  const denied = { status: 403, json: { errors: ["permission denied"] } };
  if (request.headers["x-vault-request"] !== "true") shelf.complaints.push("x-vault-request is missing");
  if (url.pathname === "/v1/auth/approle/login") {
    const { role_id: role, secret_id: secret } = JSON.parse(body) as { role_id: string; secret_id: string };
    if (request.method !== "POST" || role !== "orders-role" || secret !== CREDENTIAL) {
      return { status: 400, json: { errors: ["invalid role or secret ID"] } };
    }
    return { status: 200, json: { auth: { client_token: CREDENTIAL, lease_duration: 600, renewable: true } } };
  }
  if (request.headers["x-vault-token"] !== CREDENTIAL) return denied;
  const id = decodeURIComponent(url.pathname.replace("/v1/secret/data/", ""));
  const versions = shelf.secrets.get(id) ?? [];
  const number = Number(url.searchParams.get("version") ?? versions.length);
  const version = versions[number - 1];
  if (version === undefined) return { status: 404, json: { errors: [] } };
  const metadata = { created_time: new Date(version.made).toISOString(), deletion_time: "", version: number };
  if (!version.usable)
    return { status: 404, json: { data: { data: null, metadata: { ...metadata, destroyed: true } } } };
  return { status: 200, json: { data: { data: { value: version.text }, metadata } } };
}

/** Every manager. */
export const MANAGERS: readonly TestManager[] = [AWS, AZURE, GOOGLE, VAULT];
