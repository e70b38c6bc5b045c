/** A certificate that is for somebody else, or has ended, or whose key others may read, is none. */
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, expect, it } from "vitest";
import { commandLine } from "./command-line.js";
import { localCertificate } from "./local-certificate.js";

const folder = mkdtempSync(join(tmpdir(), "restaurant-tls-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("is for this machine, kept for its owner alone, and kept until it is about to end", async () => {
  const made = await localCertificate(folder, "127.0.0.1");
  const read = new X509Certificate(made.cert);
  expect([read.checkIP("127.0.0.1"), read.checkHost("localhost")]).toEqual(["127.0.0.1", "localhost"]);
  expect([read.checkHost("order.example.com"), read.ca]).toEqual([undefined, false]);
  expect(statSync(join(folder, "tls", "key.pem")).mode & 0o777).toBe(0o600);
  expect(await localCertificate(folder, "127.0.0.1")).toEqual(made);
  const late = await localCertificate(folder, "127.0.0.1", Date.now() + 85 * 86_400_000);
  expect(late.cert).not.toBe(made.cert);
  const named = await localCertificate(folder, "kitchen.local");
  expect(new X509Certificate(named.cert).checkHost("kitchen.local")).toBe("kitchen.local");
  writeFileSync(join(folder, "tls", "cert.pem"), "spoilt");
  expect((await localCertificate(folder, "127.0.0.1")).cert).toContain("BEGIN CERTIFICATE");
});

it("serves TLS 1.3 to whoever trusts it", async () => {
  const tls = await localCertificate(folder, "127.0.0.1");
  const server = createServer({ ...tls }, (_, response) => response.end("hello"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: "127.0.0.1", ca: tls.cert, servername: "localhost" });
  await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
  expect([socket.authorized, socket.getProtocol()]).toEqual([true, "TLSv1.3"]);
  socket.destroy();
  server.close();
});

it("comes with a command line that knows two words", () => {
  expect(commandLine(["--https"])).toEqual({ https: true, turnStreamEpoch: false });
  expect(commandLine(["--turn-stream-epoch"])).toEqual({ https: false, turnStreamEpoch: true });
  for (const args of [["--http"], ["--https=yes"], ["start"]]) expect(() => commandLine(args)).toThrow("Known are");
});
