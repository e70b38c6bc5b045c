import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

const pages = ["guest", "track", "kitchen", "cameras", "office", "sign-in", "reference"];

export default defineConfig({
  root: new URL("web", import.meta.url).pathname,
  plugins: [preact()],
  build: {
    outDir: new URL("dist/web", import.meta.url).pathname,
    emptyOutDir: true,
    target: "es2022",
    // The policy allows no inline script and no data: address, so everything is a file of its own.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: pages.map((page) => new URL(`web/${page}.html`, import.meta.url).pathname) },
  },
});
