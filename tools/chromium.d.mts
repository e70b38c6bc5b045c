import type { Browser } from "playwright-core";

/** Starts a headless Chromium that stays off the internet; `args` are added to its flags. Close it when done. */
export function launchBrowser(options?: { readonly args?: readonly string[] }): Promise<Browser>;
