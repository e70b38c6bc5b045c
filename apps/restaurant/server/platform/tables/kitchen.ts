/** Reroute rules and kitchen screens as types. */
import type { Generated } from "kysely";

export interface RerouteRuleTable {
  id: string;
  location_id: string;
  priority: number;
  order_type: "dine_in" | "pickup" | "delivery" | null;
  service_area: string | null;
  from_station_id: string;
  to_station_ids: string[];
  archived_at: Date | null;
  version: Generated<number>;
}
export interface DeviceTable {
  id: string;
  location_id: string;
  station_id: string;
  name: string;
  /** SHA-256 of its token, hexadecimal. */
  token_hash: string;
  paired_by: string;
  paired_at: Generated<Date>;
  last_seen_at: Date | null;
  last_ack_seq: Generated<number>;
  last_ack_at: Date | null;
  revoked_at: Date | null;
}
export interface DevicePairingTable {
  id: string;
  location_id: string;
  station_id: string;
  name: string;
  selector: string;
  secret_hash: string;
  created_by: string;
  created_at: Generated<Date>;
  expires_at: Date;
  used_at: Date | null;
  attempts: Generated<number>;
}
