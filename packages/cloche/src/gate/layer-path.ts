/** Tells at which path a layer of an Express router stands, by what each version keeps of it. */

/** The parts of a layer that tell. */
export interface PlacedLayer {
  /** The path as it was given: Express 5 with `router` 2.2 and later. */
  readonly rawPath?: string | RegExp | readonly (string | RegExp)[];
  /** Whether it stands at the root: earlier releases of Express 5 keep no more. */
  readonly slash?: boolean;
  /** The pattern that the path was made into: Express 4. */
  readonly regexp?: RegExp & { readonly fast_slash?: boolean };
  readonly keys?: readonly { readonly name: string | number }[];
}

/** What stands for a path that cannot be told. No contract has it, so that whatever stands there stops the start. */
export const UNTOLD = "(a path this version of Express does not tell)";

/** The path of a layer; the root is empty. */
export function layerPath({ rawPath, slash, regexp, keys = [] }: PlacedLayer): string {
  if (rawPath !== undefined) return rawPath === "/" ? "" : String(rawPath);
  if (regexp !== undefined) {
    return regexp.fast_slash === true ? "" : (readBack(regexp.source, keys) ?? `(${regexp.source})`);
  }
  return slash === true ? "" : UNTOLD;
}

const WHOLE = /^\^(.*?)\\\/\?\(\?=\\\/\|\$\)$/;
/** A parameter with its slash, in the forms that path-to-regexp 0.1 has had; a slash; a dot; or a plain character. */
const PIECE = /\(\?:\\\/\(\[\^\\?\/\]\+\?\)\)|\\\/\(\?:\(\[\^\\?\/\]\+\?\)\)|\\[/.]|[\w~%-]/y;

/** The path of a pattern made of plain characters and whole parameters; of any other, nothing. */
function readBack(source: string, keys: NonNullable<PlacedLayer["keys"]>): string | undefined {
  const [, inner] = WHOLE.exec(source) ?? [];
  if (inner === undefined) return undefined;
  let path = "";
  let parameters = 0;
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < inner.length) {
    const [piece] = PIECE.exec(inner) ?? [];
    if (piece === undefined) return undefined;
    if (piece.length > 2) path += `/:${String(keys[parameters++]?.name)}`;
    else path += piece.slice(-1);
  }
  return path;
}
