/** The table a guest sits at: the code on it leads here, in the part of the address that no server sees. */
import { callApi } from "../shared/api.js";

/** A table, until it is cleared. */
export interface Seat {
  readonly tableToken: string;
  readonly label: string;
}

const CODE = /^#table=([A-Za-z0-9_-]{22,128})$/;

/** What the code in the address stands for; `undefined` where there is none. */
export async function readSeat(slug: string): Promise<Seat | undefined> {
  const code = CODE.exec(location.hash)?.[1];
  if (code === undefined) return undefined;
  return callApi<Seat>(`/api/v1/locations/${slug}/tables/scan`, { method: "POST", body: { code } });
}
