import { routes } from "cloche/next";
import { gate, read } from "#ordering";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routes(gate, read);
