/** `cloche doctor` finds what is weak, missing, unused, ending, published or committed, and prints no secret. */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { runCommandLine } from "../run.js";
import { DOCTOR } from "./doctor.js";

const DOOR = pathToFileURL(fileURLToPath(new URL("../../layers/secrets/index.ts", import.meta.url))).href;
const MAIN = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));
const BUILT = fileURLToPath(new URL("../../../dist/layers/secrets/index.js", import.meta.url));
const STRONG = "k3Vd9-Qm2xT7bLw0_Zr8sYh4nCe6uAjPfGo1iKt5";
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A repository with these files, all of them tracked but `untracked` ones. */
function repository(files: Readonly<Record<string, string>>, untracked: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "cloche-doctor-"));
  lay(folder, { ".gitignore": ".env\n", ...files });
  for (const words of [
    ["init", "--quiet"],
    ["add", "--force", "--all"],
  ])
    spawnSync("git", words, { cwd: folder });
  lay(folder, untracked);
  return folder;
}

function lay(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const moduleWith = (declarations: string, door = DOOR) => `
  import { configuration, fixedSource, rotating, secret } from ${JSON.stringify(door)};
  ${declarations}`;

async function doctor(folder: string, ...words: string[]) {
  const said: string[] = [];
  const io = {
    folder,
    environment: {},
    out: (line: string) => said.push(line),
    err: (line: string) => said.push(line),
  };
  const code = await runCommandLine([DOCTOR], ["doctor", ...words], io);
  return { code, said: said.join("\n") };
}

describe("the settings", () => {
  const SETTINGS = moduleWith(`export const settings = {
    JWT_SECRET: secret({ describe: "Signs." }),
    LAZY: secret({ describe: "Late.", phase: "lazy" }),
    ENDING: secret({ describe: "Ends.", optional: true, expiresAt: "${inDays(10)}" }),
    ENDED: secret({ describe: "Ended.", optional: true, expiresAt: "${inDays(-3)}" }),
  };`);

  it("are well where every one is", async () => {
    const env = `JWT_SECRET=${STRONG}\nLAZY=${STRONG.split("").reverse().join("")}\n`;
    const { code, said } = await doctor(
      repository({ "settings.mjs": SETTINGS }, { ".env": env }),
      "--config",
      "settings.mjs",
    );
    expect(said).toContain("0 defects");
    expect(code).toBe(0);
  });

  it("are told of by name, with what is weak, missing, unused and ending", async () => {
    const env = "JWT_SECRET=changeme-changeme-changeme-changeme\nJWT_SECERT=x\nENDING=abcQ9\nENDED=abcQ9\n";
    const folder = repository({ "settings.mjs": SETTINGS }, { ".env": env });
    const { code, said } = await doctor(folder, "--config", "settings.mjs", "--json");
    expect(code).toBe(1);
    const { ok, findings } = JSON.parse(said) as { ok: boolean; findings: Record<string, string>[] };
    expect(ok).toBe(false);
    const told = findings.map(({ level, check, subject }) => `${level} ${check} ${subject}`);
    expect(told).toEqual(
      expect.arrayContaining([
        "defect configuration JWT_SECRET",
        "defect configuration LAZY",
        "warning drift JWT_SECERT",
      ]),
    );
    expect(said).not.toContain("changeme");
    expect(said).not.toContain("abcQ9");
  });

  it("tell what ends: a warning ahead of it, a defect after it", async () => {
    const [ending, ended] = [STRONG, STRONG.split("").reverse().join("")];
    const env = `JWT_SECRET=${STRONG}a\nLAZY=${STRONG}b\nENDING=${ending}\n`;
    const folder = repository({ "settings.mjs": SETTINGS }, { ".env": env });
    const early = await doctor(folder, "--config", "settings.mjs");
    expect(early.said).toMatch(/warning +ENDING: It ends on \S+, in \d+ days\./);
    expect(early.code).toBe(0);
    expect((await doctor(folder, "--config", "settings.mjs", "--strict")).code).toBe(1);
    expect((await doctor(folder, "--config", "settings.mjs", "--within", "2 days")).said).not.toContain(
      "ENDING: It ends",
    );
    writeFileSync(join(folder, ".env"), `${env}ENDED=${ended}\n`);
    const late = await doctor(folder, "--config", "settings.mjs");
    expect(late.said).toMatch(/defect +ENDED: It ended on/);
    expect(late.code).toBe(1);
  });

  it("may stand in a configuration of one's own, which is not loaded, and makes nothing", async () => {
    const own = moduleWith(`const loader = configuration({
      settings: { JWT_SECRET: secret({ describe: "Signs.", generateLocally: true }) },
      sources: [fixedSource({})], production: false, pantry: "made-by-doctor" });
      export { loader as configuration };`);
    const folder = repository({ "config.mjs": own });
    expect((await doctor(folder, "--config", "config.mjs")).code).toBe(0);
    expect(existsSync("made-by-doctor")).toBe(false);
  });

  it.each(["no-such-file.mjs", "broken.mjs", "empty.mjs"])("of %s: it was called wrongly", async (file) => {
    const broken = "throw new Error('canary-7Qx2Lm9v4Rt8');";
    const folder = repository({ "broken.mjs": broken, "empty.mjs": "export const other = 1;" });
    const { code, said } = await doctor(folder, "--config", file);
    expect(code).toBe(2);
    expect(said).not.toContain("canary");
  });
});

describe("built pages", () => {
  const settings = moduleWith(`export const settings = { JWT_SECRET: secret({ describe: "Signs." }) };`);
  const words = ["--config", "settings.mjs", "--bundle", "dist/web", "--json"];
  const search = (pages: Readonly<Record<string, string>>) =>
    doctor(repository({ "settings.mjs": settings }, { ".env": `JWT_SECRET=${STRONG}\n`, ...pages }), ...words);
  const subjects = (said: string) =>
    (JSON.parse(said) as { findings: { check: string; subject: string }[] }).findings
      .filter(({ check }) => check === "bundle")
      .map(({ subject }) => subject);

  it.each([
    ["as it is", STRONG],
    ["in a source map's base64", Buffer.from(`const a=1;\nconst key="${STRONG}"`).toString("base64")],
    ["a byte later", Buffer.from(`const a=1;\nconst key= "${STRONG}"`).toString("base64")],
    ["two bytes later", Buffer.from(`const a=1;\nconst key=  "${STRONG}"`).toString("base64")],
  ])("that hold a secret %s are told, with file and line, and without the secret", async (_how, text) => {
    const { code, said } = await search({ "dist/web/index.html": "<p>", "dist/web/assets/a.js": `//\nx="${text}"` });
    expect([code, subjects(said)]).toEqual([1, ["dist/web/assets/a.js:2"]]);
    expect(said).not.toContain(STRONG.slice(4, 16));
  });

  it("that hold none are well, and a folder with nothing in it was called wrongly", async () => {
    const { code, said } = await search({ "dist/web/a.js": "const publicKey = 1;" });
    expect([code, subjects(said)]).toEqual([0, []]);
    expect((await search({})).code).toBe(2);
  });
});

describe("the repository", () => {
  const live = ["sk", "live", randomBytes(12).toString("hex")].join("_");
  const aws = `AKIA${randomBytes(8).toString("hex").toUpperCase()}`;
  const pem = ["-----BEGIN", "PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49\n"].join(" ");

  it.each([
    ["a Stripe key", live, "A Stripe live key"],
    ["an AWS key", aws, "An AWS access key"],
    ["a private key", pem, "A private key"],
    ["a GitHub token", `ghp_${randomBytes(18).toString("hex")}`, "A GitHub token"],
    ["a Slack token", `xoxb-${randomBytes(12).toString("hex")}`, "A Slack token"],
  ])("that holds %s is told, with file and line", async (_what, key, told) => {
    const { code, said } = await doctor(repository({ "src/pay.ts": `// pay\nconst key = \`${key}\`;\n` }));
    expect(code).toBe(1);
    expect(said).toContain(`src/pay.ts:2: ${told} is committed`);
    expect(said).not.toContain(key.slice(0, 12));
    const excepted = await doctor(repository({ "src/pay.ts": key }), "--except", "src");
    expect(excepted.code).toBe(0);
  });

  it("that holds the value of a setting is told, wherever it stands", async () => {
    const settings = moduleWith('export const settings = { JWT_SECRET: secret({ describe: "Signs." }) };');
    const folder = repository(
      { "settings.mjs": settings, "docs/deploy.md": `Use\n\n    export JWT="${STRONG}"\n` },
      { ".env": `JWT_SECRET=${STRONG}\n` },
    );
    const { code, said } = await doctor(folder, "--config", "settings.mjs");
    expect(code).toBe(1);
    expect(said).toContain("docs/deploy.md:3: It holds the secret JWT_SECRET.");
    expect(said).not.toContain(STRONG.slice(0, 8));
  });

  it("that tracks a .env with secrets is told by their names, one with none is not", async () => {
    const { code, said } = await doctor(repository({ ".env": "PORT=1\nJWT_SECRET=abcdefgh\nEMPTY_TOKEN=\n" }));
    expect(code).toBe(1);
    expect(said).toContain(".env: It is committed and holds JWT_SECRET.");
    expect(said).not.toContain("EMPTY_TOKEN");
    expect((await doctor(repository({ ".env.production": "PORT=1\n", ".env.example": "JWT_SECRET=\n" }))).code).toBe(0);
  });

  it("that would take in a .env is told", async () => {
    const { code, said } = await doctor(repository({ ".gitignore": "node_modules\n" }));
    expect(code).toBe(1);
    expect(said).toContain("Git does not ignore it.");
  });

  it("is searched past the first example in a file", async () => {
    const { said } = await doctor(repository({ "a.md": `AKIAIOSFODNN7EXAMPLE\n${aws}\n` }));
    expect(said).toContain("a.md:2: An AWS access key is committed");
  });

  it("leaves published examples and files that git does not track alone", async () => {
    const folder = repository(
      {
        "README.md": `AKIAIOSFODNN7EXAMPLE whsec_${"0123456789abcdef".repeat(2)} whsec_c3RyaXBlLWd1aWRlLWV4YW1wbGU`,
      },
      { "notes.txt": aws },
    );
    expect((await doctor(folder)).code).toBe(0);
  });

  it("need not be there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cloche-doctor-"));
    expect((await doctor(folder)).code).toBe(0);
  });
});

describe.skipIf(!existsSync(join(dirname(MAIN), "commands/doctor.js")))(
  "as a program (skipped until it is built)",
  () => {
    it("ends with 1 on a defect and with 0 without one", () => {
      const settings = moduleWith(
        'export const settings = { JWT_SECRET: secret({ describe: "Signs." }) };',
        pathToFileURL(BUILT).href,
      );
      const folder = repository({ "settings.mjs": settings });
      const run = (JWT_SECRET: string) =>
        spawnSync(process.execPath, [MAIN, "doctor", "--config", "settings.mjs"], {
          cwd: folder,
          encoding: "utf8",
          env: { ...process.env, JWT_SECRET },
        });
      const weak = run("changeme-changeme-changeme-changeme");
      expect([weak.status, weak.stderr]).toEqual([
        1,
        expect.stringContaining("JWT_SECRET: It is a well-known placeholder"),
      ]);
      expect(weak.stdout + weak.stderr).not.toContain("changeme");
      expect(run(STRONG).status).toBe(0);
    });
  },
);
