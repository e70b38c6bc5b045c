/** Waits for something to become true, however slow the machine is today. */

/** What a suite of whole processes is given on a busy machine. */
export const PATIENT = { timeout: 90_000 };

const PATIENCE_MILLISECONDS = 20_000;
const PAUSE_MILLISECONDS = 25;

/**
 * Asks again and again until there is an answer.
 *
 * @param patienceMilliseconds how long it may take; 20 seconds unless said
 * @throws Error naming what was waited for
 */
export async function eventually<Answer>(
  read: () => Answer | undefined | false | Promise<Answer | undefined | false>,
  what: string,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
): Promise<Answer> {
  const end = performance.now() + patienceMilliseconds;
  for (;;) {
    const answer = await read();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`Waited ${patienceMilliseconds} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}
