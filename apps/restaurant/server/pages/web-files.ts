/** The built web pages and their files, read once at start. */
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { ASSET_TYPES } from "../../contracts/index.js";

/** A file as it is served. */
export interface WebFile {
  readonly type: (typeof ASSET_TYPES)[number];
  readonly bytes: Uint8Array;
}

/** Every page by its name and every asset by its file name. */
export interface WebFiles {
  readonly pages: ReadonlyMap<string, string>;
  readonly assets: ReadonlyMap<string, WebFile>;
}

const TYPES: ReadonlyMap<string, WebFile["type"]> = new Map([
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".woff2", "font/woff2"],
  [".webmanifest", "application/manifest+json"],
]);

/**
 * Reads the folder that `npm run build` writes. Held in memory: it is small, and a request can then name no path.
 *
 * @throws Error where the pages have not been built
 */
export function readWebFiles(folder: string): WebFiles {
  const pages = new Map<string, string>();
  for (const name of namesIn(folder)) {
    if (extname(name) === ".html") pages.set(name.slice(0, -".html".length), readFileSync(join(folder, name), "utf8"));
  }
  const assets = new Map<string, WebFile>();
  for (const name of namesIn(join(folder, "assets"))) {
    const type = TYPES.get(extname(name));
    if (type !== undefined) assets.set(name, { type, bytes: readFileSync(join(folder, "assets", name)) });
  }
  return { pages, assets };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    throw new Error(`The web pages are not built; run "npm run build". Looked in ${folder}.`);
  }
}
