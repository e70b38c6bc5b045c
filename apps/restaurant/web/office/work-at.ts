/** Goes to another place one works at. */
import { callAs } from "../shared/session.js";

/** Another place is another token, so that the page begins anew. */
export async function workAt(locationId: string): Promise<void> {
  await callAs("/api/v1/auth/location", { method: "POST", body: { locationId } });
  location.reload();
}
