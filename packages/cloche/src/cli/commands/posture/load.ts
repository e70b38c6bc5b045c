/** Loads the contracts, and the gate's options where they are exported, from files of an app. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Contract, GateOptions } from "../../../gate/index.js";
import { UsageError } from "../../command.js";

/** What was found. */
export interface Loaded {
  readonly contracts: readonly Contract[];
  /** `undefined` where no file exports `gateOptions`. */
  readonly options: GateOptions | undefined;
}

/**
 * Every contract that the files export: by itself, with its handler, or in a list.
 *
 * @throws UsageError where a file cannot be loaded, or none exports a contract
 */
export async function loadContracts(folder: string, files: readonly string[]): Promise<Loaded> {
  const modules = await Promise.all(files.map((file) => load(folder, file)));
  const contracts = modules.flatMap((exported) => Object.values(exported).flatMap(contractsIn));
  if (contracts.length === 0) {
    throw new UsageError(`${files.join(", ")}: no contract is exported. Export the contracts, or a list of them.`);
  }
  const found = modules.map(({ gateOptions }) => gateOptions).filter((one) => one !== undefined);
  if (found.length > 1) throw new UsageError("Several files export `gateOptions`; export them once.");
  return { contracts: [...new Set(contracts)], options: optionsOf(found[0]) };
}

type Exported = Readonly<Record<string, unknown>>;

async function load(folder: string, file: string): Promise<Exported> {
  try {
    return (await import(pathToFileURL(resolve(folder, file)).href)) as Exported;
  } catch (error) {
    // The message of the app's own code helps its author; a value it was configured with has no place in one.
    throw new UsageError(`${file} could not be loaded: ${error instanceof Error ? error.message : "it threw"}`);
  }
}

function optionsOf(exported: unknown): GateOptions | undefined {
  if (exported === undefined) return undefined;
  if (typeof exported === "object" && exported !== null) return exported;
  throw new UsageError("`gateOptions` is no object. Export the options themselves, not what makes them.");
}

function contractsIn(value: unknown): readonly Contract[] {
  if (Array.isArray(value)) return value.flatMap(contractsIn);
  if (typeof value !== "object" || value === null) return [];
  const { contract = value } = value as { readonly contract?: unknown };
  return isContract(contract) ? [contract] : [];
}

/** An app may have a copy of the library of its own, so that a contract is known by its form. */
function isContract(value: unknown): value is Contract {
  if (typeof value !== "object" || value === null || !Object.isFrozen(value)) return false;
  const { name, method, path, returns, allow, from } = value as Partial<Contract>;
  return name === `${method} ${path}` && typeof returns === "object" && (allow ?? from) !== undefined;
}
