/** The office's views, as a table: where each is, what it is called, and for whom. */
import type { ComponentType } from "preact";
import type { StaffRole } from "../../contracts/index.js";
import { CounterView } from "./counter-view.js";
import { DevicesView } from "./devices-view.js";
import { GuestsView } from "./guests-view.js";
import { HealthView } from "./health-view.js";
import { KeysView } from "./keys-view.js";
import { KitchenView } from "./kitchen-view.js";
import { MenuView } from "./menu-view.js";
import { MessagesView } from "./messages-view.js";
import { OrdersView } from "./orders-view.js";
import { PartnerKeysView } from "./partner-keys.js";
import { PaymentsView } from "./payments-view.js";
import type { OfficeProps } from "./person.js";
import { ReportsView } from "./reports-view.js";
import { SessionsView } from "./sessions-view.js";
import { SettingsView } from "./settings-view.js";
import { ShelfView } from "./shelf-view.js";
import { StaffView } from "./staff-view.js";
import { words } from "./words/index.js";

/** One view. */
export interface View {
  readonly path: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly Body: ComponentType<OfficeProps>;
}

const CHIEFS: readonly StaffRole[] = ["owner", "manager"];
const COUNTER: readonly StaffRole[] = [...CHIEFS, "cashier"];
const EVERYBODY: readonly StaffRole[] = [...COUNTER, "chef", "courier"];

const NAMES = words.frame.views;

export const VIEWS: readonly View[] = [
  { path: "/office/orders", name: NAMES.orders, roles: [...COUNTER, "courier"], Body: OrdersView },
  { path: "/office/counter", name: NAMES.counter, roles: COUNTER, Body: CounterView },
  { path: "/office/shelf", name: NAMES.shelf, roles: COUNTER, Body: ShelfView },
  { path: "/office/menu", name: NAMES.menu, roles: CHIEFS, Body: MenuView },
  { path: "/office/kitchen", name: NAMES.kitchen, roles: CHIEFS, Body: KitchenView },
  { path: "/office/payments", name: NAMES.payments, roles: CHIEFS, Body: PaymentsView },
  { path: "/office/health", name: NAMES.health, roles: CHIEFS, Body: HealthView },
  { path: "/office/reports", name: NAMES.reports, roles: [...COUNTER, "chef"], Body: ReportsView },
  { path: "/office/staff", name: NAMES.staff, roles: CHIEFS, Body: StaffView },
  { path: "/office/devices", name: NAMES.devices, roles: CHIEFS, Body: DevicesView },
  { path: "/office/keys", name: NAMES.keys, roles: ["owner"], Body: KeysView },
  { path: "/office/partners", name: NAMES.partners, roles: ["owner"], Body: PartnerKeysView },
  { path: "/office/guests", name: NAMES.guests, roles: ["owner"], Body: GuestsView },
  { path: "/office/messages", name: NAMES.messages, roles: CHIEFS, Body: MessagesView },
  { path: "/office/settings", name: NAMES.settings, roles: COUNTER, Body: SettingsView },
  { path: "/office/sessions", name: NAMES.sessions, roles: EVERYBODY, Body: SessionsView },
];
