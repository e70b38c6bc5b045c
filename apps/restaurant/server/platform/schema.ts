/**
 * The database's tables as types. A bigint arrives as a number (the drivers refuse one beyond the safe integers), a date
 * as a text `2026-01-31`, jsonb is written as JSON text, and ids are made by `newId`.
 */

import type {
  DeliveryZoneTable,
  DiningTableTable,
  OpeningHoursTable,
  SlotTable,
  TableSessionTable,
} from "./tables/floor.js";
import type { DevicePairingTable, DeviceTable, RerouteRuleTable } from "./tables/kitchen.js";
import type {
  AvailabilityTable,
  DaypartTable,
  ItemModifierGroupTable,
  ItemVariantTable,
  MenuCategoryTable,
  MenuImageSizeTable,
  MenuImageTable,
  MenuItemTable,
  ModifierGroupTable,
  ModifierOptionTable,
  StationRouteTable,
  TaxCategoryTable,
  TaxComponentTable,
} from "./tables/menu.js";
import type {
  OrderCounterTable,
  OrderLineModifierTable,
  OrderLineTable,
  OrderLineTaxTable,
  OrdersTable,
  OrderTransitionTable,
  StockHoldTable,
  TicketItemTable,
  TicketTable,
} from "./tables/orders.js";
import type {
  CustomerCodeTable,
  CustomerTable,
  InstallTable,
  LocationStreamTable,
  LocationTable,
  MembershipTable,
  StaffRecoveryCodeTable,
  StaffSecondFactorTable,
  StaffSessionTable,
  StaffStationTable,
  StaffTable,
  StationTable,
} from "./tables/people.js";
import type {
  AuditLogTable,
  DisputeTable,
  IdempotencyKeyTable,
  LocationEventTable,
  MessageBudgetTable,
  MessageStatusTable,
  MessageTextTable,
  OutboxTable,
  PartnerKeyTable,
  PaymentTable,
  RefundLimitTable,
  RefundTable,
  WebhookEventTable,
} from "./tables/plumbing.js";

export type { OrderType } from "./tables/floor.js";
export type { OrderState, PaymentState } from "./tables/orders.js";
export type { Json } from "./tables/plumbing.js";

/** Every table by name. */
export interface Database {
  install: InstallTable;
  location: LocationTable;
  location_stream: LocationStreamTable;
  staff: StaffTable;
  membership: MembershipTable;
  staff_session: StaffSessionTable;
  staff_recovery_code: StaffRecoveryCodeTable;
  staff_second_factor: StaffSecondFactorTable;
  customer: CustomerTable;
  customer_code: CustomerCodeTable;
  station: StationTable;
  staff_station: StaffStationTable;
  menu_category: MenuCategoryTable;
  menu_item: MenuItemTable;
  menu_image: MenuImageTable;
  menu_image_size: MenuImageSizeTable;
  item_variant: ItemVariantTable;
  modifier_group: ModifierGroupTable;
  modifier_option: ModifierOptionTable;
  item_modifier_group: ItemModifierGroupTable;
  availability: AvailabilityTable;
  station_route: StationRouteTable;
  tax_category: TaxCategoryTable;
  tax_component: TaxComponentTable;
  daypart: DaypartTable;
  opening_hours: OpeningHoursTable;
  dining_table: DiningTableTable;
  table_session: TableSessionTable;
  slot: SlotTable;
  delivery_zone: DeliveryZoneTable;
  reroute_rule: RerouteRuleTable;
  device: DeviceTable;
  device_pairing: DevicePairingTable;
  order_transition: OrderTransitionTable;
  orders: OrdersTable;
  order_counter: OrderCounterTable;
  order_line: OrderLineTable;
  order_line_modifier: OrderLineModifierTable;
  order_line_tax: OrderLineTaxTable;
  stock_hold: StockHoldTable;
  ticket: TicketTable;
  ticket_item: TicketItemTable;
  payment: PaymentTable;
  refund: RefundTable;
  refund_limit: RefundLimitTable;
  dispute: DisputeTable;
  webhook_event: WebhookEventTable;
  message_status: MessageStatusTable;
  message_text: MessageTextTable;
  message_budget: MessageBudgetTable;
  idempotency_key: IdempotencyKeyTable;
  location_event: LocationEventTable;
  outbox: OutboxTable;
  partner_key: PartnerKeyTable;
  audit_log: AuditLogTable;
}
