/** Fetches a small text from an address that has already been held against a list, or comes back with nothing. */

/** The bounds of one fetch. */
export interface FetchBounds {
  /** Milliseconds for the whole exchange, the body included. */
  readonly timeout: number;
  readonly maxBytes: number;
}

/** The text at `url`, or `undefined` for whatever went wrong. Redirects are not followed: they leave the list. */
export async function fetchText(url: string, { timeout, maxBytes }: FetchBounds): Promise<string | undefined> {
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(timeout) });
    if (response.status === 200) return await readText(response, maxBytes);
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
