/** Covers the page; authorisation is each handler's own. */
import { cover } from "cloche/headers";
import { pageProxy } from "cloche/next";
import { gate } from "./kitchen.js";

export const proxy = pageProxy(gate, cover({ preset: "page", nonce: true }));
export const config = { matcher: "/note" };
