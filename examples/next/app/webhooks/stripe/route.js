import { routes } from "cloche/next";
import { gate, paid } from "#ordering";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routes(gate, paid);
