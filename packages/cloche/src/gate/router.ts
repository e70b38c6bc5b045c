/** A small router that takes paths by the letter: what is spelt otherwise is another path. */
import { configFault } from "../kernel/index.js";

/** What a request line led to. */
export interface Found<Target> {
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
}

/** Routes by method and template. */
export interface Router<Target> {
  /**
   * @throws ConfigError `route_doubled` where the method and path are taken; the gate has refused other spellings of them
   */
  add(method: string, template: string, target: Target): void;
  /** The target of a path, its literal segments compared undecoded; a literal goes before a parameter. */
  find(method: string, path: string): Found<Target> | undefined;
}

interface Leaf<Target> {
  readonly target: Target;
  readonly names: readonly string[];
}
interface Branch<Target> {
  readonly literals: Map<string, Branch<Target>>;
  parameter: Branch<Target> | undefined;
  readonly leaves: Map<string, Leaf<Target>>;
}

/** Makes an empty router. */
export function router<Target>(): Router<Target> {
  const root = branch<Target>();
  return {
    add(method, template, target) {
      const names: string[] = [];
      let at = root;
      for (const segment of segmentsOf(template)) {
        if (segment.startsWith("{")) names.push(segment.slice(1, -1));
        at = segment.startsWith("{") ? parameterOf(at) : literalOf(at, segment);
      }
      if (at.leaves.has(method)) {
        throw configFault("route_doubled", { where: `${method} ${template}`, fix: "Keep one of the two." });
      }
      at.leaves.set(method, { target, names });
    },
    find: (method, path) => search(root, { method, segments: segmentsOf(path), depth: 0, values: [] }),
  };
}

interface Search {
  readonly method: string;
  readonly segments: readonly string[];
  readonly depth: number;
  readonly values: readonly string[];
}

function search<Target>(at: Branch<Target>, sought: Search): Found<Target> | undefined {
  const { method, segments, depth, values } = sought;
  const segment = segments[depth];
  if (segment === undefined) return foundIn(at.leaves.get(method), values);
  const literal = at.literals.get(segment);
  const found = literal && search(literal, { ...sought, depth: depth + 1 });
  if (found !== undefined || at.parameter === undefined || segment === "") return found;
  return search(at.parameter, { method, segments, depth: depth + 1, values: [...values, segment] });
}

/** @throws URIError where a parameter is not well-formed percent-encoded UTF-8 */
function foundIn<Target>(leaf: Leaf<Target> | undefined, values: readonly string[]): Found<Target> | undefined {
  if (leaf === undefined) return undefined;
  const pairs = leaf.names.map((name, index) => [name, decodeURIComponent(values[index] ?? "")] as const);
  // `fromEntries` defines its keys, so that not even `__proto__` reaches a prototype.
  return { target: leaf.target, params: Object.fromEntries(pairs) };
}

function segmentsOf(path: string): readonly string[] {
  return path.split("/").slice(1);
}

function branch<Target>(): Branch<Target> {
  return { literals: new Map(), parameter: undefined, leaves: new Map() };
}

function literalOf<Target>({ literals }: Branch<Target>, segment: string): Branch<Target> {
  const next = literals.get(segment) ?? branch<Target>();
  literals.set(segment, next);
  return next;
}

function parameterOf<Target>(at: Branch<Target>): Branch<Target> {
  at.parameter ??= branch<Target>();
  return at.parameter;
}
