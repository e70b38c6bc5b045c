/** The written example says what the declarations say, and reads back as they mean it. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { configuration, envExample, fixedSource, parseEnvText, secret, setting } from "./index.js";

const settings = {
  PORT: setting({ schema: z.coerce.number(), describe: "The port to listen on.", default: 3000 }),
  GREETING: setting({ schema: z.string(), describe: "Two\nlines.", default: 'Hello, "guest" # 1', phase: "lazy" }),
  PUBLIC_URL: setting({
    schema: z.url(),
    describe: "Where guests reach the API.",
    example: "https://table.test",
    group: "Web",
  }),
  JWT_SECRET: secret({ describe: "Signs tokens.", generateLocally: true, group: "Secrets" }),
  SMS_TOKEN: secret({ describe: "Sends messages.", minBytes: 16, optional: true, group: "Secrets" }),
};

describe("the example of an environment", () => {
  const text = envExample(settings);

  it("groups, describes, and leaves secrets empty", () => {
    expect(text).toMatchInlineSnapshot(`
      "# The port to listen on.
      # PORT=3000

      # Two
      # lines.
      # Read when it is first used.
      # GREETING="Hello, \\"guest\\" # 1"

      # == Web ==

      # Where guests reach the API.
      # Example: https://table.test
      PUBLIC_URL=

      # == Secrets ==

      # Signs tokens.
      # Make one: node -p "crypto.randomBytes(32).toString('base64url')"
      # Left empty, one is made and kept outside production.
      # At least 32 bytes.
      JWT_SECRET=

      # Sends messages.
      # Optional.
      # At least 16 bytes.
      SMS_TOKEN=
      "
    `);
  });

  it("is itself a .env file that names everything without a default", () => {
    const { values, problems } = parseEnvText(text);
    expect(problems).toEqual([]);
    expect(Object.fromEntries(values)).toEqual({ PUBLIC_URL: "", JWT_SECRET: "", SMS_TOKEN: "" });
  });

  it("writes defaults that read back as they are", () => {
    const opened = text.replace(/^# (?=[A-Z_]+=)/gm, "");
    const { values } = parseEnvText(opened);
    const held = { ...Object.fromEntries(values), PUBLIC_URL: "https://table.test", JWT_SECRET: "x" };
    const loaded = configuration({
      settings,
      sources: [fixedSource(held)],
      production: false,
      pantry: "unused",
    }).load();
    expect(loaded.values.PORT).toBe(3000);
    expect(loaded.values.GREETING).toBe('Hello, "guest" # 1');
  });
});
