/** Builds where nothing looks for sources, and where each run of the suite is alone. */
const path = require("node:path");

module.exports = {
  poweredByHeader: false,
  distDir: process.env.NEXT_DIST_DIR ?? "node_modules/.next",
  turbopack: { root: path.join(__dirname, "../../../../..") },
};
