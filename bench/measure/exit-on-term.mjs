/** Preloaded when profiling: a normal exit makes Node.js write its profile. */
process.once("SIGTERM", () => process.exit(0));
