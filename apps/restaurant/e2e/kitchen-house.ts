/** A restaurant whose grill has a paired screen and whose manager looks at everything, as the kitchen's suites begin. */
import { setTimeout } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
import type { PlacedOrder, StaffOrder } from "../contracts/index.js";
import { type OpenHouse, openHouse } from "./open-office.js";
import { json, locationOf, signedIn, slipOf, someone, type Visitor, visitor } from "./visitor.js";
import { signInOn } from "./watched-browser.js";

/** A wall's screen. */
const WIDE = { width: 1920, height: 1080 };

/** The house and its two screens. */
export interface KitchenHouse extends Omit<OpenHouse, "page"> {
  readonly manager: Visitor;
  /** The place's path in the API. */
  readonly at: string;
  readonly grill: Page;
  readonly pass: Page;
  /** A new screen, paired with the grill. */
  readonly pairedPage: (options?: { readonly locale?: string }) => Promise<Page>;
  /** What a guest orders. */
  readonly order: (dishes: readonly string[], more?: object) => Promise<PlacedOrder>;
  /** What staff do. */
  readonly send: (method: string, path: string, body: unknown, headers?: object) => Promise<StaffOrder>;
  /** Puts everything that is open at the grill out of the way. */
  readonly clear: () => Promise<void>;
}

/** Opens it. */
export async function openKitchen(): Promise<KitchenHouse> {
  const { page: pass, ...house } = await openHouse();
  const { app, browser } = house;
  const manager = await signedIn(visitor(app.baseUrl), app.demo().accounts.manager);
  const at = `/api/v1/locations/${locationOf(manager)}`;
  const { stations } = await json<{ stations: { id: string; name: string }[] }>(await manager.get(`${at}/stations`));
  const stationId = stations.find(({ name }) => name === "Grill")?.id;
  const code = async () => {
    const made = await manager.post(`${at}/devices/pairing-codes`, { stationId, name: "Grill" });
    return (await json<{ code: string }>(made, 201)).code;
  };
  const pairedPage: KitchenHouse["pairedPage"] = async (options = {}) => {
    const screen = await browser.newPage({ viewport: WIDE, ...options });
    await screen.goto(`${app.baseUrl}/kitchen#pair=${await code()}`);
    await screen.locator("button[type=submit]").click();
    await screen.getByText("LIVE", { exact: true }).waitFor();
    return screen;
  };
  await pass.setViewportSize(WIDE);
  await signInOn(pass, `${app.baseUrl}/kitchen`, app.demo().accounts.manager);
  await pass.getByText("LIVE", { exact: true }).waitFor();
  const send: KitchenHouse["send"] = async (method, path, body, headers = {}) => {
    const key = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    const all = {
      ...manager.headers,
      ...(method === "POST" ? key : { "content-type": "application/json" }),
      ...headers,
    };
    return json<StaffOrder>(await fetch(app.baseUrl + path, { method, headers: all, body: JSON.stringify(body) }));
  };
  return {
    ...{ ...house, manager, at, pass, pairedPage, send, grill: await pairedPage() },
    order: async (dishes, more = {}) =>
      manager.order({ ...slipOf(await manager.menu(), dishes), contact: someone(), ...more }),
    async clear() {
      // Until there are twice none: what a screen has just pressed may still be on its way.
      for (let empty = 0, round = 0; empty < 2 && round < 20; round += 1) {
        const { tickets } = await manager.board();
        const left = tickets.filter(
          ({ changedAt, state, station }) => changedAt === null && state === "open" && station.name === "Grill",
        );
        empty = left.length === 0 ? empty + 1 : 0;
        for (const { id, version } of left) {
          const bumped = send("POST", `/api/v1/kds/tickets/${id}/bump`, { expectedVersion: version });
          await bumped.catch((error: unknown) => {
            if (!String(error).includes("Answered 409")) throw error;
          });
        }
        await setTimeout(300);
      }
    },
  };
}

/** The card of an order. */
export function cardOf(page: Page, { order: { id } }: PlacedOrder): Locator {
  return page.locator(`article[data-order="${id}"]`);
}

/** A panel beside the board. */
export function panelOf(page: Page, name: string): Locator {
  return page.getByRole("region", { name, exact: true });
}

/** Makes a page's clock so much later, while its timers go on as they are. */
export async function later(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate((by) => {
    const now = Date.now;
    Date.now = () => now() + by;
  }, milliseconds);
}
