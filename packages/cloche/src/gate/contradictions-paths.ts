/** Contradictions between the addresses of two contracts. */
import type { Contract } from "./contract.js";
import type { Place } from "./contradictions-table.js";
import { describeWho, whoMayCall } from "./posture-who.js";

/** Addresses that two contracts of one method would answer. */
export function pathContradictions(contracts: readonly Contract[]): readonly Place[] {
  const all = contracts.map((contract) => ({ contract, segments: contract.path.toLowerCase().split("/") }));
  return all.flatMap((one, index) =>
    all.slice(index + 1).flatMap((other): readonly Place[] => {
      if (one.contract.method !== other.contract.method || !overlap(one.segments, other.segments)) return [];
      const where = `${one.contract.name}, ${other.contract.name}`;
      if (one.segments.every((segment, at) => kind(segment) === kind(other.segments[at] ?? ""))) {
        // The very same name is refused where the contracts come together.
        return one.contract.name === other.contract.name ? [] : [["path_doubled", where]];
      }
      return whoOf(one.contract) === whoOf(other.contract) ? [] : [["path_overlapping", where]];
    }),
  );
}

function overlap(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  return one.every((segment, at) => [kind(segment), kind(other[at] ?? "")].includes("{}") || segment === other[at]);
}

/** A segment as a framework sees it: what a parameter is called makes no difference. */
function kind(segment: string): string {
  return segment.startsWith("{") ? "{}" : segment;
}

function whoOf(contract: Contract): string {
  return contract.allow?.kind === "anyone" ? "anyone" : describeWho(whoMayCall(contract));
}
