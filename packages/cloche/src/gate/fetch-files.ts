/** Reads which routes the files of Next's router export: the framework cannot list its routes at run time. */
import type { Contract } from "./contract.js";
import { colonPath } from "./path-template.js";
import type { FoundRoute } from "./seal.js";

/** A source file of the project. */
export interface RouteFile {
  /** Its path below the project's folder, with `/`: `app/api/orders/[id]/route.ts`. */
  readonly file: string;
  readonly source: string;
}

/** The module whose functions make covered exports. */
const MAKERS = /\bimport\s*\{([^}]*)\}\s*from\s*["']cloche\/next["']/g;
/** A constant with what makes it, or any other export. */
const EXPORT = /\bexport\s+(?:const\s+(\w+|\{[^}]*\})\s*(?::[^=\n]+)?=\s*(\w+)\s*\(|([^\n;]*))/g;
const METHOD = /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g;
/** What a route file may export beside its handlers. */
const HARMLESS =
  /^(?:type|interface)\b|^const\s+(?:dynamic|dynamicParams|revalidate|fetchCache|runtime|preferredRegion|maxDuration)\b/;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
const USE_SERVER = /(["'])use server\1/;
const ROUTE_FILE = /^(?:src\/)?app\/(?:(.*)\/)?route\.[jt]sx?$/;
const PAGES_API = /^(?:src\/)?pages\/api\//;

/** The routes and server actions that a file exports, each with its contract where a function of the library made it. */
export function routesOfFile({ file, source }: RouteFile, contracts: readonly Contract[]): readonly FoundRoute[] {
  if (PAGES_API.test(file)) return [{ method: "ALL", path: file, contract: undefined }];
  const code = source.replace(COMMENT, "");
  const [, folder = ""] = ROUTE_FILE.exec(file) ?? [];
  if (!ROUTE_FILE.test(file)) return USE_SERVER.test(code) ? actionsOf(file, code) : [];
  // Next takes no route from a folder whose name begins with an underscore.
  if (/(?:^|\/)_/.test(folder)) return [];
  const path = pathOf(folder);
  return exportsOf(code).flatMap(({ text, maker }) => {
    if (HARMLESS.test(text)) return [];
    const methods = [...text.matchAll(METHOD)].map(([method]) => method);
    return (methods.length === 0 ? ["ALL"] : methods).flatMap((method) => {
      const contract = contracts.find((one) => one.method === method && colonPath(one.path) === path);
      // What `routes` adds to the methods of its contracts answers with a refusal.
      if (maker === "routes" && contract === undefined) return [];
      return [{ method, path, contract: maker === undefined || maker === "action" ? undefined : contract }];
    });
  });
}

interface Exported {
  readonly text: string;
  /** The function of the library that makes it, under the name the library gives it. */
  readonly maker: string | undefined;
}

function exportsOf(code: string): readonly Exported[] {
  const makers = new Map<string, string>();
  for (const [, names = ""] of code.matchAll(MAKERS)) {
    for (const one of names.split(",")) {
      const [name = "", own = name] = one.trim().split(/\s+as\s+/);
      makers.set(own, name);
    }
  }
  return [...code.matchAll(EXPORT)].map(([, names, maker = "", other = ""]) => ({
    text: names === undefined ? other : `const ${names}`,
    maker: makers.get(maker),
  }));
}

/** A file that is for actions as a whole exports them; a function that makes itself one inside another is unguarded. */
function actionsOf(file: string, code: string): readonly FoundRoute[] {
  const whole = USE_SERVER.exec(code.trimStart())?.index === 0;
  const open = !whole || exportsOf(code).some(({ text, maker }) => maker !== "action" && !HARMLESS.test(text));
  return open ? [{ method: "ACTION", path: file, contract: undefined }] : [];
}

/** The path of a folder in the form `/orders/:id`; groups and slots are no part of it. */
function pathOf(folder: string): string {
  const segments = folder.split("/").filter((segment) => segment !== "" && !/^(?:\(\w.*\)|@.*)$/.test(segment));
  return `/${segments.map((segment) => segment.replace(/^\[(\w+)\]$/, ":$1")).join("/")}`;
}
