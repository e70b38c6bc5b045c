/** Keeps what a request holds until the last piece of a native handler's `Response` has been read. */
import type { HeldSlots, Passage } from "./decision.js";

/** The response, whose body gives back what the request holds when it ends, breaks or loses its reader. */
export function releasedResponse(passage: Passage, response: Response): Response {
  const { held } = passage;
  if (held === undefined || response.body === null) return response;
  passage.held = undefined;
  return new Response(releasing(response.body, held), response);
}

function releasing(body: ReadableStream<Uint8Array>, held: HeldSlots): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          held.release();
          controller.close();
        } catch (thrown) {
          held.release();
          throw thrown;
        }
      },
      cancel(reason) {
        held.release();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
