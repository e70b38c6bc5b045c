/** What the requests are made of, to see what no layer can take away. */
import {
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  hash,
  randomUUID,
} from "node:crypto";
import { JWT_SECRET } from "../../peers/workload.mjs";
import { EVENT_BODY, mintToken, ORDER_BODY } from "../client.mjs";

const token = mintToken();
const input = token.slice(0, token.lastIndexOf("."));
const key = createSecretKey(Buffer.from(JWT_SECRET));
const pem = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" });
const order = JSON.parse(ORDER_BODY);

function padded(byte) {
  const block = Buffer.alloc(64, byte);
  for (const [at, value] of Buffer.from(JWT_SECRET).entries()) block[at] ^= value;
  return block;
}
const inner = padded(0x36);
const outer = padded(0x5c);
const innerState = createHash("sha256").update(inner);
const outerState = createHash("sha256").update(outer);
const digest = (...parts) => hash("sha256", Buffer.concat(parts), "buffer");

export const GROUPS = {
  "pieces: HMAC-SHA256 of a token": [
    { name: "createHmac, KeyObject", run: () => createHmac("sha256", key).update(input, "latin1").digest() },
    { name: "createHmac, string", run: () => createHmac("sha256", JWT_SECRET).update(input, "latin1").digest() },
    { name: "two one-shot hashes", run: () => digest(outer, digest(inner, Buffer.from(input, "latin1"))) },
    {
      name: "copied hash states",
      run: () => outerState.copy().update(innerState.copy().update(input, "latin1").digest()).digest(),
    },
  ],
  pieces: [
    { name: "JSON.parse of the order", run: () => JSON.parse(ORDER_BODY) },
    { name: "JSON.parse of the event", run: () => JSON.parse(EVENT_BODY) },
    { name: "JSON.stringify of the order", run: () => JSON.stringify(order) },
    { name: "randomUUID", run: () => randomUUID() },
    { name: "new Date().toISOString()", run: () => new Date().toISOString() },
    { name: "createPublicKey of a PEM", run: () => createPublicKey(pem) },
  ],
};
