/** Verifies AWS Signature Version 4 from its published description, apart from any client. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What is wrong with the signature of a request, or `undefined`. */
export function signatureFault(
  request: IncomingMessage,
  body: string,
  { accessKeyId, secretAccessKey }: { readonly accessKeyId: string; readonly secretAccessKey: string },
): string | undefined {
  const shape =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const match = shape.exec(request.headers.authorization ?? "");
  if (match === null) return "there is no signature";
  const [, keyId, day = "", region = "", service = "", signed = "", signature = ""] = match;
  const names = signed.split(";");
  if (keyId !== accessKeyId) return "another key signed";
  if (service !== "secretsmanager") return "another service is meant";
  for (const needed of ["host", "x-amz-date", "x-amz-target"]) {
    if (!names.includes(needed)) return `${needed} is not signed`;
  }
  const date = String(request.headers["x-amz-date"]);
  if (Math.abs(Date.now() - momentOf(date)) > 300_000 || !date.startsWith(day)) return "it is not of this moment";
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const headers = names.map((name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, " ")}\n`).join("");
  const canonical = [request.method, request.url, "", headers, signed, hash(body)].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", date, scope, hash(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  const expected = createHmac("sha256", key).update(toSign).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "hex")) ? undefined : "the signature is wrong";
}

function momentOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
