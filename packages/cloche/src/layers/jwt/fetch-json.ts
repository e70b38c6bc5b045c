/** Fetches a small JSON document within a time and a size, or comes back with nothing. */

/** The bounds of one fetch. */
export interface FetchBounds {
  /** Milliseconds for the whole exchange, the body included. */
  readonly timeout: number;
  readonly maxBytes: number;
}

/**
 * The JSON at `url`, or `undefined` for whatever went wrong. Redirects are not followed: the address that was configured
 * is the one that is trusted.
 */
export async function fetchJson(url: URL, { timeout, maxBytes }: FetchBounds): Promise<unknown> {
  try {
    const response = await fetch(url, {
      redirect: "error",
      headers: { accept: "application/jwk-set+json, application/json" },
      signal: AbortSignal.timeout(timeout),
    });
    if (response.status === 200) return JSON.parse(await readText(response, maxBytes));
    await response.body?.cancel();
  } catch {
    return undefined;
  }
  return undefined;
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error("The answer is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
