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
import { OrdersView } from "./orders-view.js";
import { PaymentsView } from "./payments-view.js";
import type { ViewProps } from "./person.js";
import { ReportsView } from "./reports-view.js";
import { SessionsView } from "./sessions-view.js";
import { SettingsView } from "./settings-view.js";
import { StaffView } from "./staff-view.js";

/** One view. */
export interface View {
  readonly path: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly Body: ComponentType<ViewProps>;
}

const CHIEFS: readonly StaffRole[] = ["owner", "manager"];
const COUNTER: readonly StaffRole[] = [...CHIEFS, "cashier"];
const EVERYBODY: readonly StaffRole[] = [...COUNTER, "chef", "courier"];

export const VIEWS: readonly View[] = [
  { path: "/office/orders", name: "Orders", roles: [...COUNTER, "courier"], Body: OrdersView },
  { path: "/office/counter", name: "New order", roles: COUNTER, Body: CounterView },
  { path: "/office/menu", name: "Menu", roles: CHIEFS, Body: MenuView },
  { path: "/office/kitchen", name: "Stations", roles: CHIEFS, Body: KitchenView },
  { path: "/office/payments", name: "Payments", roles: CHIEFS, Body: PaymentsView },
  { path: "/office/health", name: "Health", roles: CHIEFS, Body: HealthView },
  { path: "/office/reports", name: "Reports", roles: [...COUNTER, "chef"], Body: ReportsView },
  { path: "/office/staff", name: "Staff", roles: CHIEFS, Body: StaffView },
  { path: "/office/devices", name: "Screens", roles: CHIEFS, Body: DevicesView },
  { path: "/office/keys", name: "Keys", roles: ["owner"], Body: KeysView },
  { path: "/office/guests", name: "Guests", roles: ["owner"], Body: GuestsView },
  { path: "/office/settings", name: "Settings", roles: COUNTER, Body: SettingsView },
  { path: "/office/sessions", name: "My sign-ins", roles: EVERYBODY, Body: SessionsView },
];
