import { routes } from "cloche/next";
import { gate } from "#ordering";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routes(gate);
