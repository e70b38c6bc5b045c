/** What every manager's options share. */
import { type Duration, seconds } from "../../../kernel/index.js";
import { invalidOption } from "../setting.js";
import type { ManagedNames } from "./manager-source.js";

/** Options of a manager whose client is given. */
export interface ClientOptions<Client> {
  /** The client of the manager's own package, made and configured by its user. */
  readonly client: Client;
  /** Which secret each setting is: `{ JWT_SECRET: "orders/jwt" }`, or "orders/all#jwt" for a field of a JSON object. */
  readonly names: ManagedNames;
  /** How long one answer may take: 10 seconds by default. */
  readonly timeout?: Duration;
}

/** The time one answer may take, in milliseconds. */
export function timeoutOf(timeout: Duration | undefined, where: string): number {
  return seconds(timeout ?? "10 seconds", `${where}.timeout`) * 1000;
}

/**
 * Refuses a client that lacks one of the methods.
 *
 * @throws ConfigError `option_invalid`
 */
export function requireMethods(
  client: unknown,
  methods: readonly string[],
  { where, fix }: { readonly where: string; readonly fix: string },
): void {
  const fits = typeof client === "object" && client !== null;
  if (fits && methods.every((method) => typeof Reflect.get(client, method) === "function")) return;
  throw invalidOption(`${where}.client`, fix);
}
