/** Both releases of Express that are supported; the types are those of the newer one. */
import { createRequire } from "node:module";
import express from "express";

export const express4 = createRequire(import.meta.url)("express4") as typeof express;

/** Each by its name and its column of the matrix. */
export const EXPRESSES = [
  ["Express 5", "express", express],
  ["Express 4", "express4", express4],
] as const;
