/** What `cloche keys` makes is fit for use, and its private part is nobody else's to read. */
import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, importJWK, importPKCS8, jwtVerify, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { secretWeakness } from "../../layers/secrets/index.js";
import { runCommandLine } from "../run.js";
import { KEYS } from "./keys.js";

async function run(...words: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "cloche-keys-"));
  return runIn(folder, ...words);
}

async function runIn(folder: string, ...words: string[]) {
  const said = { out: [] as string[], err: [] as string[] };
  const io = {
    folder,
    environment: {},
    out: (line: string) => said.out.push(line),
    err: (line: string) => said.err.push(line),
  };
  const code = await runCommandLine([KEYS], ["keys", ...words], io);
  return { code, out: said.out.join("\n"), err: said.err.join("\n"), folder };
}

describe("secrets", () => {
  it("are as long as asked for, never the same, and not weak", async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => run("secret")));
    expect(new Set(made.map(({ out }) => out)).size).toBe(20);
    for (const { out } of made) {
      expect(Buffer.from(out, "base64url")).toHaveLength(32);
      expect(secretWeakness(out)).toBeUndefined();
    }
    expect(Buffer.from((await run("secret", "--bytes", "64")).out, "base64url")).toHaveLength(64);
  });

  it.each([
    ["HS256", 32],
    ["HS384", 48],
    ["HS512", 64],
  ])("for %s are as long as its hash", async (algorithm, bytes) => {
    expect(Buffer.from((await run("hmac", "--algorithm", algorithm)).out, "base64url")).toHaveLength(bytes);
    const jwk = JSON.parse((await run("hmac", "--algorithm", algorithm, "--jwk", "--kid", "one")).out) as { k: string };
    expect(jwk).toMatchObject({ kty: "oct", alg: algorithm, kid: "one" });
    expect(Buffer.from(jwk.k, "base64url")).toHaveLength(bytes);
  });
});

describe.each([
  ["ec", "ES256"],
  ["ec", "ES384"],
  ["ec", "ES512"],
  ["rsa", "RS256"],
  ["rsa", "PS512"],
  ["ed25519", "EdDSA"],
])("a key pair of %s for %s", (kind, algorithm) => {
  it("signs what its published half verifies", async () => {
    const { code, out, folder } = await run(
      kind,
      "--algorithm",
      algorithm,
      "--out",
      "key.pem",
      "--kid",
      "k-1",
      "--jwks",
    );
    expect(code).toBe(0);
    const pem = readFileSync(join(folder, "key.pem"), "utf8");
    const [jwk] = (JSON.parse(out) as { keys: Record<string, string>[] }).keys;
    expect(jwk).toMatchObject({ kid: "k-1", alg: algorithm });
    for (const member of ["d", "p", "q", "k"]) expect(jwk).not.toHaveProperty(member);
    const token = await new SignJWT({}).setProtectedHeader({ alg: algorithm }).sign(await importPKCS8(pem, algorithm));
    await expect(jwtVerify(token, await importJWK(jwk ?? {}, algorithm))).resolves.toBeDefined();
  });

  it("gives its private half alone to the terminal", async () => {
    const pem = await run(kind, "--algorithm", algorithm);
    expect(createPrivateKey(pem.out).type).toBe("private");
    const jwk = JSON.parse((await run(kind, "--algorithm", algorithm, "--jwk")).out) as Record<string, string>;
    expect(jwk["d"]).toBeTypeOf("string");
    expect(jwk["kid"]).toBeTypeOf("string");
    expect(await exportJWK(createPublicKey(createPrivateKey({ key: jwk, format: "jwk" })))).toMatchObject({
      kty: jwk["kty"],
    });
  });
});

describe("a private file", () => {
  it("is its owner's alone, and nothing of it is printed", async () => {
    const { out, folder } = await run("ec", "--out", "key.pem");
    expect(statSync(join(folder, "key.pem")).mode & 0o777).toBe(0o600);
    expect(out).toContain("BEGIN PUBLIC KEY");
    expect(out).not.toContain("PRIVATE");
    const secret = await runIn(folder, "secret", "--out", "secret.txt");
    expect(secret.out).toBe("secret.txt is made.");
  });

  it("never takes the place of another", async () => {
    const { folder } = await run("secret");
    writeFileSync(join(folder, "key.pem"), "precious");
    const { code, out, err } = await runIn(folder, "ec", "--out", "key.pem");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("nothing is ever overwritten");
    expect(readFileSync(join(folder, "key.pem"), "utf8")).toBe("precious");
  });
});

it.each([
  [[]],
  [["dsa"]],
  [["secret", "--bytes", "8"]],
  [["secret", "--bytes", "many"]],
  [["secret", "--kid", "x"]],
  [["ec", "--bytes", "32"]],
  [["ec", "--algorithm", "RS256"]],
  [["ec", "--jwks"]],
  [["hmac", "--kid", "x"]],
  [["ec", "rsa"]],
])("refuses %j as called wrongly", async (words) => {
  const { code, out } = await run(...words);
  expect([code, out]).toEqual([2, ""]);
});

it("does not repeat a word it does not know", async () => {
  const { err } = await run("secret", "--canary-7Qx2Lm9v4Rt8");
  expect(err).not.toContain("canary");
});
