/** Serves the pages, their files, the API's description and the probes. */
import { type Contract, type Handled, handle, ok, refuse, reply } from "cloche";
import {
  asset,
  guestPage,
  healthz,
  kitchenPage,
  openApiDocument,
  readyz,
  referencePage,
  signInPage,
  trackPage,
} from "../../contracts/index.js";
import { readWebFiles } from "./web-files.js";

/** What the pages need of the app. */
export interface PagesDependencies {
  /** The folder of the built pages. */
  readonly webFolder: string;
  /** The OpenAPI description; asked for once all routes are known. */
  readonly openApi: () => unknown;
  /** The names of the parts this process leans on, each with how it is. */
  readonly readiness: () => Promise<{ readonly ready: boolean; readonly checks: Record<string, "ok" | "failing"> }>;
}

/** The build names files after their content, so a name never means another content. */
const FOREVER = { "cache-control": "public, max-age=31536000, immutable" };
const REVALIDATE = { "cache-control": "no-cache" };

/** Every handler of the slice. */
export function pagesHandlers({ webFolder, openApi, readiness }: PagesDependencies): readonly Handled[] {
  const { pages, assets } = readWebFiles(webFolder);
  const page = (contract: typeof guestPage, name: string) => {
    const html = pages.get(name);
    if (html === undefined) throw new Error(`The page ${name} is not built; run "npm run build".`);
    return handle(contract, () => ok(html, REVALIDATE));
  };
  return [
    page(guestPage, "guest"),
    page(signInPage, "sign-in"),
    page(kitchenPage, "kitchen"),
    page(referencePage, "reference"),
    page(trackPage as Contract as typeof guestPage, "track"),
    handle(asset, ({ params }) => {
      const file = assets.get(params.file);
      return file === undefined ? refuse("not_found") : ok(file.bytes, { ...FOREVER, "content-type": file.type });
    }),
    handle(openApiDocument, () => ok(JSON.stringify(openApi()), REVALIDATE)),
    handle(healthz, () => ok({ status: "ok" as const, checks: {} })),
    handle(readyz, async () => {
      const { ready, checks } = await readiness();
      return ready ? ok({ status: "ok" as const, checks }) : reply(503, { status: "failing" as const, checks });
    }),
  ];
}
