import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  distDir: process.env["NEXT_DIST_DIR"] ?? "node_modules/.next",
  turbopack: { root: join(import.meta.dirname, "../..") },
};
export default config;
