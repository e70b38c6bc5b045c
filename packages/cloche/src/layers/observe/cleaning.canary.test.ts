/** What the application writes straight to its logger is cleaned as well: nested, in children, in messages, in errors. */
import { Writable } from "node:stream";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { createLogger, format, transports } from "winston";
import { Secret } from "../../kernel/index.js";
import { pinoCleaning, redaction, winstonCleaning } from "./index.js";

const by = redaction({ secrets: [new Secret("k9Zq-kanarie_77", "S")] });

function throughPino(): { logger: pino.Logger; output: () => string } {
  let output = "";
  const logger = pino(pinoCleaning(by), {
    write(text: string) {
      output += text;
    },
  });
  return { logger, output: () => output };
}

function throughWinston() {
  let output = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      output += chunk.toString();
      done();
    },
  });
  const cleaned = format.combine(winstonCleaning(by), format.splat(), format.json());
  const logger = createLogger({ format: cleaned, transports: [new transports.Stream({ stream })] });
  return { logger, output: () => output };
}

class Incoming {
  get url() {
    return "/menu?token=kanarie&table=4";
  }
}

const failure = () =>
  Object.assign(new Error("denied k9Zq-kanarie_77"), { config: { headers: { authorization: "kanarie" } } });

describe("pino", () => {
  it("lets no canary through", () => {
    const { logger, output } = throughPino();
    logger.info({ a: { b: { c: { password: "kanarie" } } } }, "signed in with %s", "k9Zq-kanarie_77");
    logger.info("the key is k9Zq-kanarie_77");
    logger.info("%j %o", { token: "kanarie" }, { deep: { email: "kanarie" } });
    logger.error(failure());
    logger.error(failure(), "it failed: k9Zq-kanarie_77");
    logger.error({ err: failure(), error: failure() });
    logger.child({ apiKey: "kanarie", user: { phone: "kanarie" } }).warn("in a child");
    logger
      .child({}, { serializers: { req: (req: { url: string }) => ({ url: req.url }) } })
      .info({ req: new Incoming() });
    expect(
      output()
        .split("\n")
        .filter((line) => line.includes("kanarie")),
    ).toEqual([]);
    expect(output()).toContain('"msg":"denied [redacted]"');
    expect(output()).toContain('"msg":"signed in with [redacted]"');
    expect(output()).toContain('"req":{"url":"/menu?token=[redacted]&table=4"}');
    expect(output().trim().split("\n")).toHaveLength(8);
  });
});

describe("winston", () => {
  it("lets no canary through", async () => {
    const { logger, output } = throughWinston();
    logger.info("signed in", { a: { b: { c: { password: "kanarie" } } } });
    logger.info("the key is k9Zq-kanarie_77");
    logger.info("with %s", "k9Zq-kanarie_77");
    logger.error(failure());
    logger.error("it failed", failure());
    logger.error("it failed", { error: failure() });
    logger.child({ apiKey: "kanarie", user: { phone: "kanarie" } }).warn("in a child");
    await new Promise((resolve) => setImmediate(resolve));
    expect(
      output()
        .split("\n")
        .filter((line) => line.includes("kanarie")),
    ).toEqual([]);
    expect(output()).toContain('"message":"the key is [redacted]"');
    expect(output().trim().split("\n")).toHaveLength(7);
  });
});
