/** `cloche next`: fails a build where a route, an API page or a server action of a Next.js project has no contract. */
import { resolve } from "node:path";
import { checkNextRoutes } from "../../adapters/next/index.js";
import { ConfigError } from "../../kernel/index.js";
import { type Command, type CommandIo, UsageError } from "../command.js";
import { loadContracts } from "./posture/load.js";

/** The command. */
export const NEXT: Command = Object.freeze({
  name: "next",
  summary: "Fails where a route or a server action of a Next.js project has no contract.",
  usage: [
    "cloche next MODULE... [--folder FOLDER]",
    "    MODULE    a built file that exports the contracts",
    "    --folder  the project's folder, which holds app or src/app; the working folder unless said",
  ],
  run: async (words: readonly string[], { folder, out, err }: CommandIo) => {
    const { modules, project } = nextWords(words);
    const { contracts } = await loadContracts(folder, modules);
    try {
      checkNextRoutes(resolve(folder, project), contracts);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      err(error.message);
      return 1;
    }
    out(`Every route has its contract; ${contracts.length} contracts are known.`);
    return 0;
  },
});

function nextWords(words: readonly string[]): { readonly modules: readonly string[]; readonly project: string } {
  const at = words.indexOf("--folder");
  const project = at === -1 ? "." : words[at + 1];
  const modules = at === -1 ? words : words.filter((_, index) => index !== at && index !== at + 1);
  if (project === undefined || project.startsWith("-")) throw new UsageError("--folder needs a folder.");
  const unknown = modules.find((word) => word.startsWith("-"));
  if (unknown !== undefined) throw new UsageError(`${unknown} is not known here.`);
  if (modules.length === 0) throw new UsageError("Name the built file that exports the contracts.");
  return { modules, project };
}
