import { routes } from "cloche/next";
import { gate } from "../../kitchen.js";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routes(gate);
