/** Contracts of kitchen screens: pairing them by a code, seeing them, and taking them back. */
import { anyone, contract, nothing, problems } from "cloche";
import { plainText } from "cloche/sanitize";
import { z } from "zod";
import { mayAt } from "./staff.js";

const Station = z.object({ id: z.uuid(), name: z.string() });

export const Device = z.object({
  id: z.uuid(),
  name: z.string(),
  station: Station,
  pairedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable(),
  lastAckSeq: z.int().meta({ description: "How far of the place's events the screen has said to have shown." }),
  lastAckAt: z.iso.datetime().nullable(),
});
export type Device = z.infer<typeof Device>;

const AtLocation = z.object({ location: z.uuid() });
const MANAGE = mayAt("location", "manageDevices");
const LIMIT = "120 per minute by caller";

/** Letters and digits that are not taken for one another when they are read aloud (Crockford's base 32). */
const CODE = /^[0-9A-HJKMNP-TV-Z]{8}$/;

export const pairDevice = contract({
  method: "POST",
  path: "/api/v1/devices/pair",
  summary: "Pair this screen with a station by the code the office shows",
  tags: ["devices"],
  allow: anyone("the pairing code is the credential"),
  body: z.object({ code: z.string().regex(CODE) }),
  limit: "5 per 10 minutes by address",
  returns: {
    200: z.object({ device: z.object({ id: z.uuid(), name: z.string(), station: Station }) }),
    403: problems({ pairing_refused: "The code is not valid, was used already, or is older than ten minutes." }),
  },
});

export const newPairingCode = contract({
  method: "POST",
  path: "/api/v1/locations/{location}/devices/pairing-codes",
  summary: "Make a code to pair one screen with one station: ten minutes, one use, five tries",
  tags: ["devices"],
  allow: MANAGE,
  params: AtLocation,
  body: z.object({ stationId: z.uuid(), name: plainText(80).pipe(z.string().min(1)) }),
  limit: "20 per 10 minutes by caller",
  returns: { 201: z.object({ code: z.string(), expiresAt: z.iso.datetime() }) },
});

export const listDevices = contract({
  method: "GET",
  path: "/api/v1/locations/{location}/devices",
  summary: "The paired screens, with when each was last seen",
  tags: ["devices"],
  allow: MANAGE,
  params: AtLocation,
  limit: LIMIT,
  returns: { 200: z.object({ devices: z.array(Device) }) },
});

export const revokeDevice = contract({
  method: "DELETE",
  path: "/api/v1/locations/{location}/devices/{device}",
  summary: "Take a screen's access away, at once",
  tags: ["devices"],
  allow: MANAGE,
  params: AtLocation.extend({ device: z.uuid() }),
  limit: LIMIT,
  returns: { 204: nothing() },
});
