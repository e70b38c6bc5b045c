/** Writes `.env.example` at the repository's root, as `npm run env-example` does. */
import { writeFileSync } from "node:fs";
import { envExampleText } from "./env-example.js";

writeFileSync(new URL("../../../../../.env.example", import.meta.url), envExampleText());
