/** Contradictions between the addresses of two contracts. */
import type { Contract } from "./contract.js";
import type { Place } from "./contradictions-place.js";
import { describeWho, whoMayCall } from "./posture-who.js";

/** Addresses that a contract and one before it would both answer. */
export function pathContradictions(contract: Contract, earlier: readonly Contract[]): readonly Place[] {
  const segments = segmentsOf(contract);
  return earlier.flatMap((other): readonly Place[] => {
    if (other.method !== contract.method || !overlap(segmentsOf(other), segments)) return [];
    const where = `${other.name}, ${contract.name}`;
    if (segments.every((segment, at) => kind(segment) === kind(segmentsOf(other)[at] ?? ""))) {
      // The very same name is refused where the contracts come together.
      return other.name === contract.name ? [] : [["path_doubled", where]];
    }
    return whoOf(other) === whoOf(contract) ? [] : [["path_overlapping", where]];
  });
}

const known = new WeakMap<Contract, readonly string[]>();

/** Split once for each contract, as every other is compared with it. */
function segmentsOf(contract: Contract): readonly string[] {
  const segments = known.get(contract) ?? contract.path.toLowerCase().split("/");
  known.set(contract, segments);
  return segments;
}

function overlap(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  return one.every((segment, at) => {
    const beside = other[at] ?? "";
    return segment === beside || segment.startsWith("{") || beside.startsWith("{");
  });
}

/** A segment as a framework sees it: what a parameter is called makes no difference. */
function kind(segment: string): string {
  return segment.startsWith("{") ? "{}" : segment;
}

function whoOf(contract: Contract): string {
  return contract.allow?.kind === "anyone" ? "anyone" : describeWho(whoMayCall(contract));
}
