import { routes } from "cloche/next";
import { gate, place } from "#ordering";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routes(gate, place);
