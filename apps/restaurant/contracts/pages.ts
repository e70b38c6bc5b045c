/** Contracts of what is not the API: pages, their files, the API reference, and the probes. */
import { anyone, bytes, contract } from "cloche";
import { z } from "zod";
import { BySlug } from "./menu.js";

/** The kinds of files the pages are made of. */
export const ASSET_TYPES = [
  "text/javascript; charset=utf-8",
  "text/css; charset=utf-8",
  "image/svg+xml",
  "image/png",
  "font/woff2",
  "application/manifest+json",
] as const;

/** Where browsers report what a page's policy forbids. */
export const REPORTS_PATH = "/reports/policy";

const page = (path: string, because: string, cover = "page") =>
  contract({
    method: "GET",
    path,
    tags: ["pages"],
    allow: anyone(because),
    cover,
    limit: "600 per minute by address",
    returns: { 200: bytes("text/html; charset=utf-8") },
  });

export const guestPage = page("/", "guests order here");

/** One place of several has its own address, to which the codes on its tables lead. */
export const placePage = contract({
  method: "GET",
  path: "/at/{slug}",
  tags: ["pages"],
  allow: anyone("guests order here"),
  params: BySlug,
  cover: "page",
  limit: "600 per minute by address",
  returns: { 200: bytes("text/html; charset=utf-8") },
});
export const signInPage = page("/sign-in", "staff sign in here");
/** A screen on the wall: its cover lets it fill the screen and stay awake. */
export const kitchenPage = page("/kitchen", "the page is empty until its reader has signed in", "screen");
export const referencePage = page("/reference", "the API is documented in the open");
export const officePage = page("/office", "the page is empty until its reader has signed in");

/** What people look after in the office, each with an address of its own. */
export const OFFICE_VIEWS = [
  ...(["orders", "counter", "shelf", "menu", "kitchen", "payments", "health"] as const),
  ...(["reports", "staff", "devices", "keys", "partners", "guests", "messages", "settings", "sessions"] as const),
] as const;

export const officeView = contract({
  method: "GET",
  path: "/office/{view}",
  tags: ["pages"],
  allow: anyone("the page is empty until its reader has signed in"),
  params: z.object({ view: z.enum(OFFICE_VIEWS) }),
  cover: "page",
  limit: "600 per minute by address",
  returns: { 200: bytes("text/html; charset=utf-8") },
});

/** Its form leads to the payment partners, which its cover names. */
export const trackPage = page("/track/{token}", "the page is empty without a valid token", "pay");

export const asset = contract({
  method: "GET",
  path: "/assets/{file}",
  tags: ["pages"],
  allow: anyone("scripts and styles of the public pages"),
  params: z.object({ file: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/) }),
  cover: "page",
  limit: "3000 per minute by address",
  returns: { 200: bytes(...ASSET_TYPES) },
});

export const openApiDocument = contract({
  method: "GET",
  path: "/openapi.json",
  tags: ["pages"],
  allow: anyone("the API is documented in the open"),
  limit: "600 per minute by address",
  returns: { 200: bytes("application/vnd.oai.openapi+json; charset=utf-8") },
});

const Health = z.object({ status: z.enum(["ok", "failing"]), checks: z.record(z.string(), z.enum(["ok", "failing"])) });

export const healthz = contract({
  method: "GET",
  path: "/healthz",
  tags: ["probes"],
  allow: anyone("a probe has no account and learns nothing but alive"),
  limit: "600 per minute by address",
  returns: { 200: Health },
});

export const readyz = contract({
  method: "GET",
  path: "/readyz",
  tags: ["probes"],
  allow: anyone("a probe has no account and learns nothing but ready"),
  limit: "600 per minute by address",
  returns: { 200: Health, 503: Health },
});
