/** What hosting platforms tell a process, as data; the settings of each are made from its row. */
import { table } from "../../kernel/index.js";

/** One variable of a platform. */
export interface PlatformVariable {
  readonly describe: string;
  /** Every value it can have, where the platform says so. */
  readonly oneOf?: readonly string[];
  /** Whether only builds have it. */
  readonly build?: true;
}

/** One platform. */
export interface PlatformEntry {
  readonly variables: Readonly<Record<string, PlatformVariable>>;
  /** The variable that tells production from the rest, and the values that are surely not production. */
  readonly stage?: { readonly variable: string; readonly notProduction: readonly string[] };
  /** Where it mounts secrets as files. */
  readonly mounts?: string;
}

/** Every known platform. */
export const PLATFORMS = table({
  vercel: {
    variables: {
      VERCEL: { describe: "Tells that the process runs on Vercel.", oneOf: ["1"] },
      VERCEL_ENV: { describe: "The environment.", oneOf: ["production", "preview", "development"] },
      VERCEL_TARGET_ENV: { describe: "The environment, custom ones by their own name." },
      VERCEL_URL: { describe: "The host of this deployment, without https://." },
      VERCEL_BRANCH_URL: { describe: "The host of the branch, without https://." },
      VERCEL_PROJECT_PRODUCTION_URL: { describe: "The host of production, without https://." },
      VERCEL_REGION: { describe: "The region a function runs in." },
      VERCEL_DEPLOYMENT_ID: { describe: "The deployment." },
      VERCEL_PROJECT_ID: { describe: "The project." },
      VERCEL_GIT_COMMIT_SHA: { describe: "The commit that was deployed." },
      VERCEL_GIT_COMMIT_REF: { describe: "The branch that was deployed." },
    },
    stage: { variable: "VERCEL_ENV", notProduction: ["preview", "development"] },
  },
  netlify: {
    variables: {
      NETLIFY: { describe: "Tells that the build runs on Netlify.", build: true },
      CONTEXT: { describe: "The deploy context; branches may have one of their own." },
      URL: { describe: "The address of the site." },
      DEPLOY_URL: { describe: "The address of this deploy.", build: true },
      DEPLOY_PRIME_URL: { describe: "The address of the branch or the pull request.", build: true },
      DEPLOY_ID: { describe: "The deploy.", build: true },
      SITE_ID: { describe: "The site." },
      SITE_NAME: { describe: "The site's name." },
      BRANCH: { describe: "The branch.", build: true },
      COMMIT_REF: { describe: "The commit.", build: true },
    },
    stage: { variable: "CONTEXT", notProduction: ["dev", "deploy-preview", "branch-deploy"] },
  },
  flyIo: {
    variables: {
      FLY_APP_NAME: { describe: "The app." },
      FLY_MACHINE_ID: { describe: "The machine." },
      FLY_MACHINE_VERSION: { describe: "The version of the machine." },
      FLY_PROCESS_GROUP: { describe: "The process group." },
      FLY_REGION: { describe: "The region the machine runs in." },
      PRIMARY_REGION: { describe: "The region that writes go to." },
      FLY_PRIVATE_IP: { describe: "The machine's address in the private network." },
      FLY_PUBLIC_IP: { describe: "The machine's address for outgoing requests." },
      FLY_IMAGE_REF: { describe: "The image." },
    },
  },
  kubernetes: {
    variables: {
      KUBERNETES_SERVICE_HOST: { describe: "The host of the cluster's API." },
      KUBERNETES_SERVICE_PORT: { describe: "The port of the cluster's API." },
      HOSTNAME: { describe: "The pod's name." },
    },
    mounts: "/var/run/secrets/app",
  },
} satisfies Record<string, PlatformEntry>);

/** The name of a known platform. */
export type PlatformName = keyof typeof PLATFORMS;
