/** Refuses declarations that cannot hold, whatever the sources say. */
import { publicPrefix } from "./public-names.js";
import { invalidOption, type Settings } from "./setting.js";
import { PREVIOUS_SUFFIX } from "./source.js";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const WHERE = "configuration.settings";

/**
 * Checks names and what a declaration needs.
 *
 * @throws ConfigError `option_invalid`
 */
export function checkDeclarations(settings: Settings, pantry: string | undefined): void {
  for (const [name, declaration] of Object.entries(settings)) {
    if (!NAME.test(name) || name === "__proto__") {
      throw invalidOption(WHERE, "Name settings with letters, digits and underscores, as an environment does.");
    }
    if (declaration.kind === "setting") continue;
    checkUnpublished(name);
    if (declaration.rotation !== undefined && Object.hasOwn(settings, `${name}${PREVIOUS_SUFFIX}`)) {
      throw invalidOption(`${WHERE}.${name}${PREVIOUS_SUFFIX}`, `Leave it out; ${name} rotates and reads it itself.`);
    }
    if (declaration.generate !== undefined && pantry === undefined) {
      throw invalidOption(
        `${WHERE}.${name}.generateLocally`,
        'Name the folder that keeps it, such as pantry: ".data".',
      );
    }
  }
}

/** A secret under a published prefix is printed into every page, whatever is done on the server. */
function checkUnpublished(name: string): void {
  const prefix = publicPrefix(name);
  if (prefix === undefined) return;
  throw invalidOption(`${WHERE}.${name}`, `Name the secret without ${prefix}; that prefix publishes it in web pages.`);
}
