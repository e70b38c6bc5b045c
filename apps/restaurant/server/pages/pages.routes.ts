/** Serves the pages, their files, the API's description and the probes. */
import { type Clock, type Contract, type Handled, handle, ok, refuse, reply, reportRoute } from "cloche";
import type { CspReport } from "cloche/headers";
import type { Observer } from "cloche/observe";
import {
  asset,
  camerasPage,
  guestPage,
  healthz,
  kitchenPage,
  officePage,
  officeView,
  openApiDocument,
  placePage,
  REPORTS_PATH,
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
  readonly observe: Observer;
  readonly clock: Clock;
  /** The OpenAPI description; asked for once all routes are known. */
  readonly openApi: () => unknown;
  /** The names of the parts this process leans on, each with how it is. */
  readonly readiness: () => Promise<{ readonly ready: boolean; readonly checks: Record<string, "ok" | "failing"> }>;
}

/** The build names files after their content, so a name never means another content. */
const FOREVER = { "cache-control": "public, max-age=31536000, immutable" };
const REVALIDATE = { "cache-control": "no-cache" };

/** Every handler of the slice. */
export function pagesHandlers({ webFolder, openApi, readiness, ...telling }: PagesDependencies): readonly Handled[] {
  const { pages, assets } = readWebFiles(webFolder);
  const page = (contract: typeof guestPage, name: string) => {
    const html = pages.get(name);
    if (html === undefined) throw new Error(`The page ${name} is not built; run "npm run build".`);
    return handle(contract, () => ok(html, REVALIDATE));
  };
  return [
    page(guestPage, "guest"),
    page(placePage as Contract as typeof guestPage, "guest"),
    page(signInPage, "sign-in"),
    page(kitchenPage, "kitchen"),
    page(officePage, "office"),
    page(officeView as Contract as typeof guestPage, "office"),
    page(camerasPage as Contract as typeof guestPage, "cameras"),
    page(referencePage, "reference"),
    page(trackPage as Contract as typeof guestPage, "track"),
    handle(asset, ({ params }) => {
      const file = assets.get(params.file);
      return file === undefined ? refuse("not_found") : ok(file.bytes, { ...FOREVER, "content-type": file.type });
    }),
    reportRoute({ path: REPORTS_PATH, heard: reporting(telling) }),
    handle(openApiDocument, () => ok(JSON.stringify(openApi()), REVALIDATE)),
    handle(healthz, () => ok({ status: "ok" as const, checks: {} })),
    handle(readyz, async () => {
      const { ready, checks } = await readiness();
      return ready ? ok({ status: "ok" as const, checks }) : reply(503, { status: "failing" as const, checks });
    }),
  ];
}

/** Tells what was blocked, and not on which page: the path of an order's page is its guest's credential. */
function reporting({ observe, clock }: Pick<PagesDependencies, "observe" | "clock">): (report: CspReport) => void {
  return ({ directive, blocked }) => {
    const { protocol, host } = URL.canParse(blocked) ? new URL(blocked) : { protocol: blocked, host: "" };
    const source = host === "" ? protocol : `${protocol}//${host}`;
    observe.event({ name: "page.policy_violated", at: clock.now(), reason: directive, subject: source });
  };
}
