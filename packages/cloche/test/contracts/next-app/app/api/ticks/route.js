import { routes } from "cloche/next";
import { gate, handled } from "../../../kitchen.js";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routes(gate, handled("GET /api/ticks"));
